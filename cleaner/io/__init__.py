"""Reading inputs and writing outputs: folders of files, one writer that leaves nothing half-written."""
