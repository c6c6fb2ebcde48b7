//! Why a file cannot be loaded, or has little to offer, in lines that are the same on every machine.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::call::Functions;
use super::platform;
use crate::binary::{Binary, HostProcess, near_miss, why_not_loadable};
use mockras::ras::Callout;

/// The longest file that is looked into.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Why this file cannot be loaded, given what the loader said.
pub(super) fn diagnosis(path: &Path, words: &str) -> String {
    let from_file = |bytes: Vec<u8>| {
        why_not_loadable(&bytes, HostProcess::current())
            .or_else(|| unsuitable_sanitizer(&bytes))
            .or_else(|| absent_library(path, &bytes, words))
    };
    contents(path).and_then(from_file).unwrap_or_else(|| in_one_line(words))
}

/// The sanitizer with which it was built, if that is for whole programs alone.
fn unsuitable_sanitizer(bytes: &[u8]) -> Option<String> {
    let libraries = Binary::read(bytes).ok()?.libraries;
    let needs = |runtime: &str| libraries.iter().any(|library| library.starts_with(runtime));
    let unsuitable = [
        ("liblsan.so", "-fsanitize=leak, which is for programs; -fsanitize=address finds leaks as well"),
        ("libtsan.so", "-fsanitize=thread, which takes a program that is built with it as a whole"),
    ];
    let (_, why) = unsuitable.into_iter().find(|(runtime, _)| needs(runtime))?;
    Some(format!("it is built with {why}"))
}

/// The library that it needs and that is not there, where the loader does not name it.
fn absent_library(path: &Path, bytes: &[u8], words: &str) -> Option<String> {
    if words != platform::UNNAMED_ABSENCE {
        return None;
    }
    let libraries = Binary::read(bytes).ok()?.libraries;
    let library = libraries.iter().find(|library| !platform::is_found(library, path))?;
    Some(format!("it needs {}, which was not found", file_name(library)))
}

/// What a DLL may have meant to export, if it does not export what nearly all do.
pub(super) fn near_misses(path: &Path, functions: &Functions) -> Vec<String> {
    let found = |wanted: Callout| {
        Callout::ALL.iter().zip(functions).any(|(callout, function)| *callout == wanted && function.is_some())
    };
    let usual = [Callout::TerminateDll, Callout::AcceptNewLink, Callout::LinkHangupNotification];
    if found(Callout::InitializeDllEx) || found(Callout::InitializeDll) && usual.into_iter().all(found) {
        return Vec::new();
    }
    let Some(binary) = contents(path).and_then(|bytes| Binary::read(&bytes).ok()) else { return Vec::new() };
    let near = binary.names().filter_map(|name| {
        let near = near_miss(name).filter(|near| !found(near.callout))?;
        Some(format!(
            "it exports `{name}`, which is not {}: {}; {}",
            near.callout.export(),
            near.explanation(),
            near.cure()
        ))
    });
    near.take(Callout::ALL.len()).collect()
}

/// The bytes of the whole file; `None` if it cannot be read now.
fn contents(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(BYTES_MAX).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// What the loader said, without paths and in one line.
fn in_one_line(words: &str) -> String {
    let line =
        words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("the loader does not say why");
    if let Some((library, _)) = line.split_once(": cannot open shared object file") {
        return format!("it needs {}, which was not found", file_name(library));
    }
    // Words of musl, and then of macOS, for the same.
    for (before, after) in [("Error loading shared library ", ":"), ("Library not loaded: ", " ")] {
        if let Some((_, rest)) = line.split_once(before) {
            let library = rest.split(after).next().unwrap_or(rest);
            return format!("it needs {}, which was not found", file_name(library));
        }
    }
    for before in ["undefined symbol: ", "symbol not found in flat namespace "] {
        if let Some((_, rest)) = line.split_once(before) {
            let symbol = rest.split([' ', ',', '\t']).next().unwrap_or(rest).trim_matches('\'');
            let is_of_sanitizer = ["__asan_", "__ubsan_"].iter().any(|start| symbol.starts_with(start));
            let why =
                if is_of_sanitizer { ", of a sanitizer's runtime; link it with -shared-libsan" } else { "" };
            return format!("undefined symbol: {symbol}{why}");
        }
    }
    let line = line.strip_prefix('/').and_then(|line| line.split_once(": ")).map_or(line, |(_, rest)| rest);
    let words = line.split(' ').map(|word| if word.contains('/') { file_name(word) } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn file_name(path: &str) -> &str {
    path.trim_end_matches(':').rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_loader_lose_their_paths() {
        for (words, line) in [
            ("/tmp/a/libgate.so: undefined symbol: log_it", "undefined symbol: log_it"),
            ("./gate.so: undefined symbol: log_it, version V_1", "undefined symbol: log_it"),
            (
                "libdep.so.1: cannot open shared object file: No such file or directory",
                "it needs libdep.so.1, which was not found",
            ),
            (
                "Error loading shared library libdep.so: No such file or directory (needed by ./gate.so)",
                "it needs libdep.so, which was not found",
            ),
            (
                "dlopen(./gate.so, 0x0006): Library not loaded: @rpath/libdep.dylib\n  Referenced from: x",
                "it needs libdep.dylib, which was not found",
            ),
            ("dlopen(x, 0x6): symbol not found in flat namespace '_log_it'", "undefined symbol: _log_it"),
            (
                "/lib/libc.so.6: version `GLIBC_9' not found (required by /home/me/gate.so)",
                "version `GLIBC_9' not found (required by gate.so)",
            ),
            ("/a/b.so: file too short", "file too short"),
            ("", "the loader does not say why"),
        ] {
            assert_eq!(in_one_line(words), line);
        }
    }
}
