"""The built wheel, installed into an empty environment, cleans a page of a known source: code, rules and tables
travel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Weir mended | Devdiscourse</title>
<link rel="canonical" href="https://www.devdiscourse.com/article/weir"></head><body><article>
<p>This image is AI-generated and does not depict any real-life event or location.</p>
<p>The council met on Monday evening to talk about the weir, which has leaked since the floods of last spring.</p>
<p>Nine members were for a new gate and two against it, and one had gone to look at the weir and was not back yet.</p>
<p>The harbour trust pays two thirds of the bill, and the county the rest, as it did for the bridge four years ago.</p>
<p>(This story has not been edited by Devdiscourse staff and is auto-generated from a syndicated feed.)</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that a release would hold."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--quiet",
        "--disable-pip-version-check",
        "-w",
        str(folder),
        str(ROOT),
    ]
    run = subprocess.run(build, capture_output=True, text=True, check=False)
    if run.returncode and "hatchling" in run.stderr and "No matching distribution" in run.stderr:
        pytest.skip("the build backend cannot be had: no package registry can be reached")
    assert run.returncode == 0, run.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it, and this one's packages as its dependencies (but not this one's
    cleaner)."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    packages = tmp_path_factory.mktemp("dependencies")
    for place in dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))):
        for path in Path(place).iterdir():
            if (
                not path.name.startswith(("cleaner", "source_cleaner", "__editable__", "_editable_"))
                and path.suffix != ".pth"
            ):
                (packages / path.name).symlink_to(path)
    (site / "dependencies.pth").write_text(f"{packages}\n", "utf-8")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*install, "--target", site, wheel], check=True, capture_output=True)
    return folder


def run(environment: Path, *arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """`python ARGUMENTS` of the environment, from another folder than the project's."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(environment / "bin" / "python"), *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=True)


def test_the_wheel_holds_code_rules_types_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "cleaner/__init__.py",
        "cleaner/py.typed",
        "cleaner/report_schema/report-1.schema.json",
        "cleaner/_builtin_rules/sources/devdiscourse.toml",
        "cleaner/_builtin_rules/base/en.toml",
    }
    assert wanted <= names
    assert any(name.endswith("/LICENSE") for name in names)
    assert any(name.endswith("/entry_points.txt") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "bench/", "rules/"))]
    shipped = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "cleaner").rglob("*.*") if "__pycache__" not in path.parts
    }
    shipped = {name for name in shipped if (ROOT / name).is_file()}
    assert shipped <= names


def test_the_installed_package_is_not_this_checkout(environment: Path, tmp_path: Path) -> None:
    where = run(environment, "-c", "import cleaner; print(cleaner.__file__)", folder=tmp_path).stdout.strip()
    assert Path(where).is_relative_to(environment)


def test_a_page_of_a_known_source_is_cleaned_by_its_rule(environment: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, "utf-8")
    told = json.loads(
        run(environment, "-m", "cleaner", "clean", "page.html", "--format", "json", folder=tmp_path).stdout
    )
    assert told["source"]["id"] == "devdiscourse"
    assert "rule:devdiscourse#ai-image-note" in [edit["origin"] for edit in told["edits"]]
    assert "AI-generated" not in told["text"]
    assert "Nine members were for a new gate" in told["text"]


def test_the_folder_run_and_the_rules_work_from_elsewhere(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.html").write_text(PAGE, "utf-8")
    script = (
        environment
        / "lib"
        / f"python{sys.version_info.major}.{sys.version_info.minor}"
        / "site-packages"
        / "bin"
        / "cleaner"
    )
    assert script.exists()
    assert "1 document: " in run(environment, script, "run", "in", "-o", "out", folder=tmp_path).stdout
    assert (tmp_path / "out" / "page.html.txt").exists()
    assert "devdiscourse" in run(environment, script, "rules", "list", folder=tmp_path).stdout
