"""Packs a folder into an archive, the same bytes each time, or writes the sums of archives. Part of scripts/release.sh.

usage: pack.py FOLDER ARCHIVE.tar.gz|ARCHIVE.zip    the time of its files is SOURCE_DATE_EPOCH
       pack.py --sums FOLDER                        writes FOLDER/SHA256SUMS
       pack.py --unpack ARCHIVE FOLDER
"""
import gzip
import hashlib
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def files(folder):
    """Every file below the folder with its name in the archive, sorted."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted((f"{folder.name}/{path.relative_to(folder).as_posix()}", path) for path in paths)


def mode(path):
    """Programs can be run, and nothing else."""
    return 0o755 if path.name in ("mockras", "mockras.exe") else 0o644


def pack_tar(folder, archive, when):
    with open(archive, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=when) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name, path in files(folder):
                entry = tarfile.TarInfo(name)
                entry.size, entry.mtime, entry.mode = path.stat().st_size, when, mode(path)
                with open(path, "rb") as content:
                    tar.addfile(entry, content)


def pack_zip(folder, archive, when):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in files(folder):
            # The first moment that a zip file knows is in 1980.
            entry = zipfile.ZipInfo(name, max(time.gmtime(when)[:6], (1980, 1, 1, 0, 0, 0)))
            entry.external_attr, entry.compress_type, entry.create_system = mode(path) << 16, zipfile.ZIP_DEFLATED, 3
            packed.writestr(entry, path.read_bytes())


def write_sums(folder):
    archives = sorted(path for path in folder.iterdir() if path.name.endswith((".tar.gz", ".zip", ".whl")))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in archives]
    (folder / "SHA256SUMS").write_text("".join(lines), newline="\n")


def unpack(archive, folder):
    if archive.name.endswith(".zip"):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(folder)


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--sums":
        write_sums(Path(arguments[1]))
    elif len(arguments) == 3 and arguments[0] == "--unpack":
        unpack(Path(arguments[1]), Path(arguments[2]))
    elif len(arguments) == 2:
        folder, archive = map(Path, arguments)
        pack = pack_zip if archive.suffix == ".zip" else pack_tar
        unfinished = archive.with_name(f"unfinished-{archive.name}")
        pack(folder, unfinished, int(os.environ["SOURCE_DATE_EPOCH"]))
        os.replace(unfinished, archive)
    else:
        sys.exit(__doc__)


main(sys.argv[1:])
