//! DLLs that are built with a sanitizer, or watched by valgrind. The runtime of a sanitizer has to be in a process from the
//! start, so children are started with it; and what it reports becomes the fault of a DLL.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::binary::Binary;
use crate::ffi::{FileState, sanitizer};
use mockras::scenario::{DLL_MAX_BYTES, Scenario, Span, read_file};

/// The libraries that hold a runtime, as the names begin that compilers for Linux give them. The first come first: that of
/// AddressSanitizer will not be loaded behind another.
const RUNTIMES: [&str; 4] = ["libasan.so", "libclang_rt.asan", "libubsan.so", "libclang_rt.ubsan_standalone"];

/// How runtimes are told what to do.
const VARIABLES: [&str; 3] = ["ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"];

/// The first report ends the process: a callout whose memory is broken has nothing more to say. Signals are left to the
/// child's own handler, which knows its arguments, and leaks are looked for when a DLL is about to be unloaded.
const OPTIONS: &str = "halt_on_error=1:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:\
                       handle_abort=0:leak_check_at_exit=0:print_stacktrace=1:print_legend=0:color=never";

/// How long a callout may take in such a child, if nobody says otherwise.
pub(super) const TIMEOUT: Span = Span { ms: 20_000 };

/// Which runtimes children need.
#[derive(Debug, Default)]
pub(super) struct Sanitizers {
    files: BTreeMap<String, (FileState, BTreeSet<(usize, String)>)>,
    /// Those of all DLLs until now, each with its place in [`RUNTIMES`].
    needed: BTreeSet<(usize, String)>,
}

impl Sanitizers {
    /// Looks at the DLLs of a scenario, and says whether they need a runtime that no DLL before has needed.
    pub(super) fn meet(&mut self, scenario: &Scenario) -> bool {
        if !cfg!(target_os = "linux") {
            return false;
        }
        let before = self.needed.len();
        for path in scenario.specs().iter().filter_map(|dll| dll.path.as_deref()) {
            let Ok(state) = FileState::of(Path::new(path)) else { continue };
            if self.files.get(path).is_none_or(|(known, _)| *known != state) {
                self.files.insert(path.to_owned(), (state, runtimes_of(Path::new(path))));
            }
            self.needed.extend(self.files.get(path).into_iter().flat_map(|(_, needs)| needs.iter().cloned()));
        }
        self.needed.len() > before
    }

    /// Whether a child has one.
    pub(super) fn is_needed(&self) -> bool {
        !self.needed.is_empty()
    }

    /// The variables with which a child is started that has them. What the user has set comes last, and counts.
    pub(super) fn variables(&self) -> Vec<(&'static str, OsString)> {
        let preloaded = self.needed.iter().map(|(_, library)| library.as_str()).collect::<Vec<_>>().join(":");
        let ours = format!("{OPTIONS}:exitcode={}", sanitizer::REPORTED);
        let mut variables = vec![("LD_PRELOAD", with_that_of_the_user("LD_PRELOAD", &preloaded))];
        variables.extend(VARIABLES.map(|name| (name, with_that_of_the_user(name, &ours))));
        variables
    }
}

/// What tells a command that wraps a child to end it at the first report, if it is one that can.
pub(super) fn ends_at_first_report(wrap: &OsStr) -> Vec<String> {
    if Path::new(wrap).file_stem() != Some(OsStr::new("valgrind")) {
        return Vec::new();
    }
    vec!["--exit-on-first-error=yes".to_owned(), format!("--error-exitcode={}", sanitizer::REPORTED)]
}

fn with_that_of_the_user(name: &str, ours: &str) -> OsString {
    let mut value = OsString::from(ours);
    if let Some(theirs) = std::env::var_os(name).filter(|theirs| !theirs.is_empty()) {
        value.push(":");
        value.push(theirs);
    }
    value
}

fn runtimes_of(path: &Path) -> BTreeSet<(usize, String)> {
    let bytes = read_file(path, "a DLL", DLL_MAX_BYTES).unwrap_or_default();
    let Ok(Binary { libraries, run_paths, .. }) = Binary::read(&bytes) else { return BTreeSet::new() };
    let place = |library: &String| RUNTIMES.iter().position(|runtime| library.starts_with(runtime));
    // Where only the DLL says where it is, it has to be told to the loader.
    let found = |library: String| {
        let paths = run_paths.iter().map(|folder| Path::new(folder).join(&library));
        let found =
            paths.filter(|path| path.is_file()).find_map(|path| path.into_os_string().into_string().ok());
        found.unwrap_or(library)
    };
    libraries.into_iter().filter_map(|library| Some((place(&library)?, found(library)))).collect()
}

/// The last report in what a child has written, in the words of transcripts: without addresses, which are others each time,
/// and with the place in the source, if the runtime knows it.
pub(super) fn reported(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().map(bare).collect();
    let (at, what) = lines.iter().enumerate().rev().find_map(|(at, line)| Some((at, heading(line)?)))?;
    let after = lines.get(at + 1..).unwrap_or_default();
    let what = match what {
        Heading::Found(what) => {
            what + &after.iter().take(3).find_map(|line| access(line)).unwrap_or_default()
        }
        Heading::Leaks => leak(after),
        Heading::Undefined(what) | Heading::Valgrind(what) => what,
    };
    let place = after.iter().find_map(|line| frame(line)).or_else(|| place_before(lines.get(at)?));
    Some(match place {
        Some(place) => format!("{what}, in {place}"),
        None => what,
    })
}

/// How a report begins.
enum Heading {
    /// `==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000018 at pc ..`
    Found(String),
    /// `==1==ERROR: LeakSanitizer: detected memory leaks`
    Leaks,
    /// `gate.c:12:5: runtime error: signed integer overflow: ..`
    Undefined(String),
    /// `==1== Invalid write of size 1`
    Valgrind(String),
}

/// What reports of valgrind begin with.
const OF_VALGRIND: [&str; 9] = [
    "Conditional jump or move depends on uninitialised value",
    "Invalid free()",
    "Invalid read of size",
    "Invalid write of size",
    "Jump to the invalid address",
    "Mismatched free()",
    "Source and destination overlap",
    "Syscall param",
    "Use of uninitialised value",
];

/// A line of valgrind without the number of its process.
fn bare(line: &str) -> &str {
    let told = line.strip_prefix("==").and_then(|rest| rest.split_once("== "));
    told.filter(|(number, _)| number.bytes().all(|digit| digit.is_ascii_digit()))
        .map_or(line, |(_, told)| told)
}

fn heading(line: &str) -> Option<Heading> {
    if let Some((_, what)) = line.split_once(": runtime error: ") {
        return Some(Heading::Undefined(format!("undefined behaviour: {}", without_addresses(what))));
    }
    if OF_VALGRIND.iter().any(|begin| line.starts_with(begin)) {
        return Some(Heading::Valgrind(format!("valgrind: {}", without_addresses(line))));
    }
    let (_, told) = line.split_once("ERROR: ")?;
    let (tool, what) = told.split_once("Sanitizer: ")?;
    if what.starts_with("detected memory leaks") {
        return Some(Heading::Leaks);
    }
    // What follows is where, and in which thread.
    let end = [" on ", " (", ": "].iter().filter_map(|mark| what.find(mark)).min().unwrap_or(what.len());
    Some(Heading::Found(format!("{tool}Sanitizer: {}", without_addresses(&what[..end]))))
}

/// `, writing 4 bytes` of `WRITE of size 4 at 0x602000000018 thread T0`.
fn access(line: &str) -> Option<String> {
    let line = line.trim_start();
    let (doing, rest) = [("READ of size ", "reading"), ("WRITE of size ", "writing")]
        .iter()
        .find_map(|(begin, doing)| Some((doing, line.strip_prefix(begin)?)))?;
    let size = rest.split(' ').next()?;
    Some(format!(", {doing} {size} byte{}", if size == "1" { "" } else { "s" }))
}

/// `LeakSanitizer: 24 bytes are lost` of `Direct leak of 24 byte(s) in 1 object(s) allocated from:`.
fn leak(after: &[&str]) -> String {
    let bytes = after.iter().find_map(|line| line.strip_prefix("Direct leak of ")?.split(' ').next());
    match bytes {
        Some("1") => "LeakSanitizer: 1 byte is lost".to_owned(),
        Some(bytes) => format!("LeakSanitizer: {bytes} bytes are lost"),
        None => "LeakSanitizer: memory is lost".to_owned(),
    }
}

/// `store_user (gate.c:41)` of `    #1 0x7f5d2c1f in store_user /home/a/gate.c:41:9`, if it is not in the runtime itself.
fn frame(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(told) = line.strip_prefix("at 0x").or_else(|| line.strip_prefix("by 0x")) {
        // `4B8E: store_user (gate.c:41)`
        let (function, place) = told.split_once(": ")?.1.strip_suffix(')')?.rsplit_once(" (")?;
        return (!place.starts_with("vg_replace_"))
            .then(|| Some(format!("{function} ({})", file_and_line(place)?)))?;
    }
    let line = line.strip_prefix('#')?;
    let (function, place) = line.split_once(" in ")?.1.rsplit_once(' ')?;
    let is_of_runtime =
        ["libsanitizer/", "compiler-rt/", "sanitizer_common/"].iter().any(|part| place.contains(part));
    (!is_of_runtime).then(|| Some(format!("{function} ({})", file_and_line(place)?)))?
}

/// `gate.c:12` of a heading that begins with `/home/a/gate.c:12:5: `.
fn place_before(heading: &str) -> Option<String> {
    file_and_line(heading.split_once(": runtime error: ")?.0)
}

/// `gate.c:41` of `/home/a/gate.c:41:9`.
fn file_and_line(place: &str) -> Option<String> {
    let mut parts = place.rsplit(['/', '\\']).next()?.split(':');
    let (file, line) = (parts.next()?, parts.next()?.parse::<u32>().ok()?);
    Some(format!("{file}:{line}"))
}

fn without_addresses(text: &str) -> String {
    let is_address = |word: &str| word.len() > 6 && word.starts_with("0x");
    let word = |word| if is_address(word) { "an address" } else { word };
    text.trim().split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::reported;

    #[test]
    fn reports_are_told_without_addresses() {
        for (text, told) in [
            (
                "=====\n==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000018 at pc 0x7f bp 0x1 sp 0x2\n\
                 WRITE of size 4 at 0x602000000018 thread T0\n    #0 0x7f1 in __interceptor_memcpy ../../src/libsanitizer/a.inc:827\n    \
                 #1 0x7f2 in store_user /home/a/gate.c:41:9\n    #2 0x55 in mockras_enter (/usr/bin/mockras+0x1)\n\
                 SUMMARY: AddressSanitizer: heap-buffer-overflow /home/a/gate.c:41 in store_user\n",
                "AddressSanitizer: heap-buffer-overflow, writing 4 bytes, in store_user (gate.c:41)",
            ),
            (
                "==7==ERROR: AddressSanitizer: attempting double-free on 0x602000000018 in thread T0:\n    \
                 #0 0x7f1 in __interceptor_free ../../src/libsanitizer/asan.cpp:52\n    #1 0x7f2 in Gate::drop(char const*) gate.cpp:7\n",
                "AddressSanitizer: attempting double-free, in Gate::drop(char const*) (gate.cpp:7)",
            ),
            (
                "gate.c:15:11: runtime error: load of misaligned address 0x7ffd12345671 for type 'int', which requires 4\n    \
                 #0 0x7f2 in MprAdminAcceptNewLink gate.c:15\n",
                "undefined behaviour: load of misaligned address an address for type 'int', which requires 4, \
                 in MprAdminAcceptNewLink (gate.c:15)",
            ),
            (
                "/a/gate.c:15:11: runtime error: shift exponent 32 is too large\n",
                "undefined behaviour: shift exponent 32 is too large, in gate.c:15",
            ),
            (
                "==7==ERROR: LeakSanitizer: detected memory leaks\n\nDirect leak of 24 byte(s) in 1 object(s) allocated from:\n    \
                 #0 0x7f1 in malloc ../../src/libsanitizer/lsan.cpp:75\n    #1 0x7f2 in keep /a/gate.c:22\n",
                "LeakSanitizer: 24 bytes are lost, in keep (gate.c:22)",
            ),
            (
                "==7== Invalid write of size 1\n==7==    at 0x48417B4: memset (vg_replace_strmem.c:1386)\n\
                 ==7==    by 0x518315A: store_user (gate.c:12)\n==7==  Address 0x4b8ef48 is 0 bytes after a block of size 8\n",
                "valgrind: Invalid write of size 1, in store_user (gate.c:12)",
            ),
            (
                "==7==ERROR: AddressSanitizer: stack-overflow on address 0x7ffd12345678 (pc 0x1 bp 0x2)\n    #0 0x7f in f (/a/gate.so+0x1)\n",
                "AddressSanitizer: stack-overflow",
            ),
        ] {
            assert_eq!(reported(text).as_deref(), Some(told));
        }
        for nothing in ["", "ERROR: the configuration is missing", "#0 0x1 in f gate.c:1", "==7==ERROR: "] {
            assert_eq!(reported(nothing), None, "{nothing}");
        }
    }
}
