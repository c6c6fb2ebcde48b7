//! What is published: the archives have the names that `cargo binstall`, the workflow and the pages expect.

use std::process::Command;

use mockras_testing::source::{read, root};
use toml::Table;

/// Each target with the name of its archive, as the script says them.
fn archives() -> Vec<(String, String)> {
    let mut script = Command::new("bash");
    let names = mockras_testing::compiler::run(script.arg(root().join("scripts/release.sh")).arg("--names"));
    let pairs = names.lines().filter_map(|line| line.split_once(' '));
    pairs.map(|(target, name)| (target.to_owned(), name.to_owned())).collect()
}

fn manifest(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Where `cargo binstall` looks for the command of a target: the file, and the folder in it.
fn looked_for(manifest: &Table, version: &str, target: &str) -> (String, String) {
    let metadata = &manifest["package"]["metadata"]["binstall"];
    let of_target = metadata.get("overrides").and_then(|overrides| overrides.get(target));
    let value = |key: &str| {
        let text = of_target.and_then(|table| table.get(key)).unwrap_or(&metadata[key]).as_str();
        let text = text.expect("a text").replace("{ version }", version).replace("{ target }", target);
        text.replace("{ bin }", "mockras").replace("{ repo }/releases/download/", "")
    };
    let expected = if value("pkg-url").ends_with(".zip") { "zip" } else { "tgz" };
    assert_eq!(value("pkg-fmt"), expected, "{target}");
    (value("pkg-url"), value("bin-dir"))
}

/// Targets whose archive `cargo binstall` would not find.
fn unfound(manifest: &Table, archives: &[(String, String)], version: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (target, archive) in archives {
        let folder = archive.trim_end_matches(".zip").trim_end_matches(".tar.gz");
        let expected = (format!("v{version}/{archive}"), format!("{folder}/mockras{{ binary-ext }}"));
        // A Rust on Windows is mostly that for MSVC, and gets the same archive.
        let msvc = target.ends_with("-windows-gnu").then(|| target.replace("-gnu", "-msvc"));
        for target in [Some(target.clone()), msvc].into_iter().flatten() {
            if looked_for(manifest, version, &target) != expected {
                findings.push(target);
            }
        }
    }
    findings
}

fn version() -> String {
    let version = &manifest("Cargo.toml")["workspace"]["package"]["version"];
    version.as_str().expect("a text").to_owned()
}

#[test]
fn binstall_finds_the_archives() {
    let text = read("cli/Cargo.toml");
    let (archives, version) = (archives(), version());
    assert_eq!(archives.len(), 6);
    assert_eq!(unfound(&text.parse().expect("TOML"), &archives, &version), Vec::<String>::new());
    let other = text.replacen("/mockras-{ version }-{ target }.tar.gz", "/mockras-{ target }.tar.gz", 1);
    assert_eq!(
        unfound(&other.parse().expect("TOML"), &archives, &version).len(),
        4,
        "all but those for Windows"
    );
}

#[test]
fn workflow_and_pages_name_every_archive() {
    let workflow = read(".github/workflows/release.yml");
    for (target, archive) in archives() {
        assert!(workflow.contains(&target), "release.yml does not build for {target}");
        assert!(
            read("docs/how-to/install.md").contains(&format!("`{archive}`")),
            "install.md lacks {archive}"
        );
    }
    let pinned = format!("MOCKRAS: \"{}\"\n", version());
    assert_eq!(read("docs/how-to/ci.md").matches(&pinned).count(), 2, "for GitHub and for GitLab");
}

#[test]
fn crates_that_are_published_say_what_they_are() {
    let mut published = Vec::new();
    for member in ["", "cli/", "native/", "testing/", "benches/", "conformance/", "fuzz/"] {
        let package = manifest(&format!("{member}Cargo.toml"))["package"].clone();
        let name = package["name"].as_str().expect("a name").to_owned();
        if package.get("publish").and_then(toml::Value::as_bool) == Some(false) {
            continue;
        }
        for key in ["description", "keywords", "categories", "license", "repository", "readme"] {
            assert!(package.get(key).is_some(), "{name} has no {key}");
        }
        assert_eq!(package["metadata"]["docs"]["rs"]["all-features"].as_bool(), Some(true), "{name}");
        published.push(name);
    }
    assert_eq!(published, ["mockras", "mockras-cli", "mockras-native"]);
}
