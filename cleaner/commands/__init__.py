"""The subcommands, one module each; `cleaner.cli` puts them together."""
