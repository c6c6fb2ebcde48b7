//! Texts of any origin are made fit to be told.

#[cfg(feature = "json")]
use mockras::report::words::file_uri;
use mockras::report::words::{ascii, counted, rebuild, visible};

#[test]
fn odd_characters_are_escaped() {
    assert_eq!(ascii("a \"b\" <\u{e9}>\n\u{7f}\u{1f600}"), "a \"b\" <\\u{e9}>\\n\\u{7f}\\u{1f600}");
    assert_eq!(visible("\u{e9}\u{0}\na\tb"), "\u{e9}\\u{0}\\na\\tb");
}

#[test]
fn dll_of_another_system_is_told_by_its_name() {
    for (dll, is_rebuild) in [
        ("./libgate.so", true),
        ("gate.dylib+double-lease", true),
        ("libgate.so 00ff", true),
        ("gate.dll", false),
        ("address-pool", false),
        ("also.dll", false),
    ] {
        assert_eq!(rebuild(&["stock".to_owned(), dll.to_owned()]).is_some(), is_rebuild, "{dll}");
    }
}

#[test]
fn one_is_singular() {
    assert_eq!([0, 1, 2].map(|count| counted(count, "rule")), ["0 rules", "1 rule", "2 rules"]);
}

#[test]
#[cfg(feature = "json")]
fn uri_is_relative_where_the_name_is() {
    for (name, uri) in [
        ("corpus/a.toml", "corpus/a.toml"),
        ("./corpus/./a b.toml", "corpus/a%20b.toml"),
        ("../a:b.toml", "../a%3Ab.toml"),
        ("caf\u{e9}/100%#?.toml", "caf%C3%A9/100%25%23%3F.toml"),
        ("/srv/a.toml", "file:///srv/a.toml"),
    ] {
        assert_eq!(file_uri(name), uri);
    }
    let windows = [("corpus\\a.toml", "corpus/a.toml"), ("C:\\a b.toml", "file:///C%3A/a%20b.toml")];
    let elsewhere = [("corpus\\a.toml", "corpus%5Ca.toml"), ("C:\\a b.toml", "C%3A%5Ca%20b.toml")];
    for (name, uri) in if cfg!(windows) { windows } else { elsewhere } {
        assert_eq!(file_uri(name), uri);
    }
}
