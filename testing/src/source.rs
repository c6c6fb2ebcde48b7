//! Reading the project's own files: the walk, and Rust source without comments and literals.

use std::fs;
use std::path::{Path, PathBuf};

/// Directories that hold no source of the project.
const NOT_WALKED: &[&str] = &[".git", "target"];

/// One Rust file of the project.
pub struct File {
    /// Path from the project root, with `/` on every OS.
    pub path: String,
    /// The text of the file.
    pub text: String,
    /// The text as [`code_of`] leaves it.
    pub code: String,
}

impl File {
    /// A file with this text at this path.
    pub fn new(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned(), code: code_of(text) }
    }

    /// The room of `src/<room>/...` or `src/<room>.rs`, in the library or in `mockras-native`; nothing for another file.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("native/").unwrap_or(&self.path).strip_prefix("src/")?;
        let first = inside.split('/').next().unwrap_or(inside);
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }
}

/// The root folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a member of the workspace").to_owned()
}

/// Every file below `top`, as sorted paths from the project root; none if `top` does not exist.
pub fn paths_below(top: &str) -> Vec<String> {
    let mut found = Vec::new();
    if root().join(top).exists() {
        walk(&root().join(top), top, &mut found);
    }
    found.sort();
    found
}

fn walk(directory: &Path, name: &str, found: &mut Vec<String>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{name}: {error}"));
    for entry in entries {
        let entry = entry.unwrap_or_else(|error| panic!("{name}: {error}"));
        let file_name = entry.file_name().into_string().expect("a file name in UTF-8");
        let path = if name.is_empty() { file_name.clone() } else { format!("{name}/{file_name}") };
        if entry.path().is_dir() {
            if !NOT_WALKED.contains(&file_name.as_str()) {
                walk(&entry.path(), &path, found);
            }
        } else if !NOT_WALKED.contains(&file_name.as_str()) {
            found.push(path);
        }
    }
}

/// The Rust files below `top`.
pub fn rust_below(top: &str) -> Vec<File> {
    let paths = paths_below(top);
    paths.iter().filter(|path| path.ends_with(".rs")).map(|path| File::new(path, &read(path))).collect()
}

/// Every scenario of the corpus: `topic/name` and its file, sorted.
pub fn corpus_files() -> Vec<(String, PathBuf)> {
    let paths = paths_below("corpus").into_iter();
    let named = paths.filter_map(|path| {
        let name = path.strip_prefix("corpus/")?.strip_suffix(".toml")?.to_owned();
        Some((name, root().join(path)))
    });
    let files: Vec<_> = named.collect();
    assert!(files.len() > 50, "the corpus was found");
    files
}

/// The text of a file of the project.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fenced blocks of a page: the line above the fence, the language, the text.
pub fn blocks(page: &str) -> Vec<(String, String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    let mut above = String::new();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: String =
                lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            blocks.push((above.clone(), language.to_owned(), text));
        }
        above = line.to_owned();
    }
    blocks
}

/// Rust source with its comments removed and its literals emptied (`"..."` becomes `""`); every line keeps its number.
pub fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let (length, stands_for) = if let Some(length) = comment_length(rest) {
            (length, " ")
        } else if let Some(length) = string_length(rest, code.ends_with(is_word)) {
            (length, "\"\"")
        } else if let Some(length) = char_length(rest) {
            (length, "''")
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.push_str(stands_for);
        code.extend(rest[..length].chars().filter(|c| *c == '\n'));
        rest = &rest[length..];
    }
    code
}

fn comment_length(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest.as_bytes().get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    Some(rest.len())
}

/// The length of a string, byte string, C string or raw string that starts here.
fn string_length(rest: &str, in_word: bool) -> Option<usize> {
    let body = if in_word { rest } else { rest.strip_prefix(['b', 'c']).unwrap_or(rest) };
    if let Some(raw) = body.strip_prefix('r').filter(|_| !in_word) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inside = raw[hashes..].strip_prefix('"')?;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = inside.find(&close).map_or(inside.len(), |at| at + close.len());
        return Some(rest.len() - inside.len() + end);
    }
    let inside = body.strip_prefix('"')?;
    Some(rest.len() - inside.len() + quoted_length(inside, b'"'))
}

/// The length of a character literal that starts here; a lifetime is none.
fn char_length(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    let is_char = first == '\\' || inside[first.len_utf8()..].starts_with('\'');
    is_char.then(|| 1 + quoted_length(inside, b'\''))
}

/// Bytes up to and including the closing quote.
fn quoted_length(inside: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in inside.bytes().enumerate() {
        if !escaped && byte == quote {
            return at + 1;
        }
        escaped = !escaped && byte == b'\\';
    }
    inside.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first segments of all paths under `root`, with their lines: `crate::{a::b, c}` names `a` and `c`.
///
/// A glob is the segment `*`. A macro call (`crate::name!`) is no segment.
pub fn segments_under(code: &str, root: &str) -> Vec<(usize, String)> {
    let needle = format!("{root}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&needle) {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let start = at + needle.len();
        for offset in segment_starts(&code[start..]) {
            let rest = &code[start + offset..];
            let name = if rest.starts_with('*') { "*" } else { word_at(rest) };
            if !rest[name.len()..].starts_with('!') {
                found.push((line_at(code, start + offset), name.to_owned()));
            }
        }
    }
    found
}

/// Where the names stand in what follows `root::`: at once, or once per entry of a group.
fn segment_starts(rest: &str) -> Vec<usize> {
    if !rest.starts_with('{') {
        return vec![0];
    }
    let (mut starts, mut depth, mut expected) = (Vec::new(), 0, false);
    for (at, c) in rest.char_indices() {
        match c {
            '{' => (depth, expected) = (depth + 1, depth == 0),
            '}' => depth -= 1,
            ',' => expected = depth == 1,
            c if c.is_whitespace() => {}
            _ if expected => {
                starts.push(at);
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    starts
}

/// The lines that use `name`: a word (`unsafe`), a macro (`print!`), or an item of a crate (`std::fs`), grouped or not.
///
/// A number's suffix counts as a use of the type: `1_f64` uses `f64`.
pub fn lines_using(code: &str, name: &str) -> Vec<usize> {
    if let Some((root, item)) = name.split_once("::") {
        let under = segments_under(code, root).into_iter();
        return under.filter(|(_, segment)| segment == item).map(|(line, _)| line).collect();
    }
    let stands_alone = |at: usize| {
        let before = &code[code[..at].trim_end_matches(is_word).len()..at];
        let is_number = before.starts_with(|c: char| c.is_ascii_digit())
            && before.chars().all(|c| c.is_ascii_digit() || c == '_');
        let ends = name.ends_with('!') || !code[at + name.len()..].starts_with(is_word);
        (before.is_empty() || is_number) && ends
    };
    let uses = code.match_indices(name).filter(|(at, _)| stands_alone(*at));
    uses.map(|(at, _)| line_at(code, at)).collect()
}

/// The word at the start of `rest`.
pub fn word_at(rest: &str) -> &str {
    rest.split(|c| !is_word(c)).next().unwrap_or(rest)
}

/// The line, counted from 1, of the byte at `at`.
pub fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[test]
fn code_of_text_loses_comments_and_literals_and_keeps_lines() {
    let text = "a // b\n/* c /* d */\ne */ f(\"g \\\" h\\\\\", 'i', '\\'', r#\"j\"k\n\"#, b\"l\", r\"m\\\");\nn::<'o>(r#p)";
    assert_eq!(code_of(text), "a  \n \n f(\"\", '', '', \"\"\n, \"\", \"\");\nn::<'o>(r#p)");
}

#[test]
fn segments_of_groups_and_single_paths_are_the_first_names() {
    let code =
        "use crate::a::b;\nuse crate::{\n    c::{d, e},\n    f,\n};\nnot_crate::g; crate::h!(); crate::*";
    let found = segments_under(code, "crate");
    let expected = [(1, "a"), (3, "c"), (4, "f"), (6, "*")];
    assert_eq!(found, expected.map(|(line, name)| (line, name.to_owned())));
}

#[test]
fn lines_using_a_name_are_those_where_it_stands_alone() {
    assert_eq!(lines_using("f64\n1_f64\nf64x\nx1f64\n0x1f64\n2f64", "f64"), [1, 2, 6]);
    assert_eq!(lines_using("print!()\neprint!()\nprint()", "print!"), [1]);
    assert_eq!(lines_using("use std::{\n    fs::File,\n    io,\n};\nstd::fs::read", "std::fs"), [2, 5]);
}
