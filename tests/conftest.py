import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _own_store(tmp_path_factory, monkeypatch):
    """No test reads or writes what the person who runs it has kept."""
    monkeypatch.setenv("LKIP_XL_SIMPANAN", str(tmp_path_factory.mktemp("simpanan")))


@pytest.fixture(scope="session")
def folder_of_workbooks(tmp_path_factory):
    """A dozen different workbooks, right and wrong ones."""
    from many import workbooks

    folder = tmp_path_factory.mktemp("kabupaten")
    workbooks(folder, 12)
    return folder
