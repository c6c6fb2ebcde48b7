//! The files of new projects, which the command brings along.

use std::collections::BTreeMap;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};

use include_dir::{Dir, include_dir};
use mockras::scenario::quoted;

use super::super::schema::{self, What};

/// Projects, part by part. `dot-x` is `.x`, and what ends in `.in` has places to be filled.
static PARTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The headers for DLLs in C and C++.
static HEADERS: Dir<'_> = include_dir!("$INCLUDE_EMBEDDED");

/// A project that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Template {
    C,
    Cpp,
    Rust,
    Headers,
}

/// Where a project in Rust takes the library mockras from.
pub(super) enum Crate {
    /// It comes from crates.io.
    Published,
    /// It is a checkout in this folder.
    Checkout(String),
}

/// The files of a project by their names, with `/` on every system.
pub(super) type Files = BTreeMap<String, String>;

impl Template {
    /// The files of the project.
    pub(super) fn files(self, library: &Crate) -> Files {
        let mut files = Files::new();
        for part in self.parts() {
            let part = PARTS.get_dir(part).expect("every part has a folder");
            add(part, part, "", &mut files);
        }
        if self != Self::Rust {
            add(&HEADERS, &HEADERS, "include/", &mut files);
        }
        if self != Self::Headers {
            files.insert("schema/scenario.json".to_owned(), schema::text(What::Scenario));
            files.insert("schema/config.json".to_owned(), schema::text(What::Config));
        }
        let source = match library {
            Crate::Published => format!("version = \"{VERSION}\""),
            Crate::Checkout(path) => format!("path = {}", quoted(path)),
        };
        let places = [("@LIBRARY@", self.library()), ("@VERSION@", VERSION.to_owned()), ("@SOURCE@", source)];
        let filled = |(name, text): (String, String)| match name.strip_suffix(".in") {
            Some(name) => {
                let fill = |text: String, (place, value): &(&str, String)| text.replace(place, value);
                (name.to_owned(), places.iter().fold(text, fill))
            }
            None => (name, text),
        };
        files.into_iter().map(filled).collect()
    }

    fn parts(self) -> &'static [&'static str] {
        match self {
            Self::C => &["c", "cmake", "project"],
            Self::Cpp => &["cpp", "cmake", "project"],
            Self::Rust => &["rust", "project"],
            Self::Headers => &[],
        }
    }

    /// The library that is built, on the system on which this runs.
    fn library(self) -> String {
        let folder = if self == Self::Rust { "target/debug" } else { "build/host" };
        format!("{folder}/{DLL_PREFIX}gate{DLL_SUFFIX}")
    }

    /// What to do next.
    pub(super) fn next(self) -> &'static str {
        match self {
            Self::C | Self::Cpp => {
                "next, there:\n  cmake --preset host && cmake --build --preset host\n  mockras check\n  \
                 mockras check scenarios\n"
            }
            Self::Rust => "next, there:\n  cargo build\n  mockras check\n  mockras check scenarios\n",
            Self::Headers => "next:\n  cc -shared -fPIC -fshort-wchar -g -I include -o libgate.so gate.c\n",
        }
    }
}

/// The version of the command, which brings this along.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Adds the files below a folder, by their names below `top`.
fn add(top: &Dir<'_>, folder: &Dir<'_>, prefix: &str, files: &mut Files) {
    for file in folder.files() {
        let path = file.path().strip_prefix(top.path()).unwrap_or(file.path());
        let parts = path.iter().map(|part| part.to_string_lossy());
        let parts: Vec<String> =
            parts.map(|part| part.replacen("dot-", ".", usize::from(part.starts_with("dot-")))).collect();
        let text = file.contents_utf8().expect("templates and headers are text").to_owned();
        files.insert(format!("{prefix}{}", parts.join("/")), text);
    }
    folder.dirs().for_each(|below| add(top, below, prefix, files));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_every_project_is_whole() {
        for template in [Template::C, Template::Cpp, Template::Rust, Template::Headers] {
            let files = template.files(&Crate::Published);
            for (name, text) in &files {
                assert!(!name.contains("dot-") && !name.ends_with(".in"), "{name}");
                for place in ["@LIBRARY@", "@VERSION@", "@SOURCE@"] {
                    assert!(!text.contains(place), "{name}: {place}");
                }
            }
            let has = |name: &str| files.contains_key(name);
            assert_eq!(has("include/mprapi.h") && has("include/mockras/host.h"), template != Template::Rust);
            let project = [
                "mockras.toml",
                "README.md",
                ".gitignore",
                ".github/workflows/mockras.yml",
                "schema/config.json",
            ];
            assert!(
                project.iter().all(|name| has(name) == (template != Template::Headers)),
                "{:?}",
                files.keys()
            );
            let scenarios = files.keys().filter(|name| name.starts_with("scenarios/")).count();
            assert_eq!(scenarios, if template == Template::Headers { 0 } else { 3 });
        }
        let checkout = Template::Rust.files(&Crate::Checkout("../mockras".to_owned()));
        assert!(
            checkout["Cargo.toml"].contains(r#"mockras = { path = "../mockras", "#),
            "{}",
            checkout["Cargo.toml"]
        );
    }
}
