"""Runs of `import_catalogue` and the files they read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.importing.files import PIPIT_COLUMNS, written


@dataclass
class Run:
    out: str
    err: str

    def count(self, name: str) -> str:
        """What the summary says of `name`: "2 created, 0 changed, 1 unchanged", or a number."""
        line = next(line for line in self.out.splitlines() if line.strip().startswith(f"{name}:"))
        return line.split(":", 1)[1].strip()


@pytest.fixture
def run_import(db: None) -> Callable[..., Run]:
    def run(path: Path, **options: Any) -> Run:
        out, err = StringIO(), StringIO()
        call_command("import_catalogue", path, stdout=out, stderr=err, **options)
        return Run(out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def failing_import(run_import: Callable[..., Run]) -> Callable[..., str]:
    """Runs an import that must stop, and gives its last words."""

    def run(path: Path, **options: Any) -> str:
        with pytest.raises(CommandError) as failure:
            run_import(path, **options)
        return str(failure.value)

    return run


@pytest.fixture
def pipit_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows (dicts; what is left out is empty) as a file in Pipit's own format."""

    def write(*rows: Mapping[str, str], name: str = "catalogue.csv") -> Path:
        return written(tmp_path / name, PIPIT_COLUMNS, rows)

    return write
