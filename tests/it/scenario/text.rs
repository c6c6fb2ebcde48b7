//! Values of scenarios and DLLs as text.

use std::net::Ipv4Addr;

use mockras::ras::Series;
use mockras::scenario::{Dll, Hex, Script, Span, Stock, quoted};

#[test]
fn span_text_round_trips_or_is_refused() {
    for (text, ms) in [("90s", 90_000), ("1h30m", 5_400_000), ("250ms", 250), ("2d", 172_800_000), ("0s", 0)]
    {
        let span: Span = text.parse().expect(text);
        assert_eq!(span.ms, ms);
        assert_eq!(span.to_string().parse(), Ok(span));
    }
    for wrong in ["", "90", "s", "1.5s", "-1s", "90 s", "99999999999999999999s", "9999999999999999d"] {
        assert!(wrong.parse::<Span>().is_err(), "{wrong}");
    }
}

#[test]
fn quoted_text_is_toml() {
    for text in ["", "plain", "a\"b", r"a\u{d800}", "it's", r"it's \\ here", "tab\there", "ünï"] {
        let table: toml::Table = toml::from_str(&format!("key = {}", quoted(text))).expect(text);
        assert_eq!(table["key"].as_str(), Some(text));
    }
}

#[test]
fn list_of_one_may_be_the_one() {
    let read = |option: &str| format!("stock:silent,{option}").parse::<Dll>().map(|dll| dll.series);
    assert_eq!(read("series = \"2\""), Ok(Some(vec![Series::Two])));
    assert_eq!(read("series = [\"2\", \"ex\"]"), Ok(Some(vec![Series::Two, Series::Ex])));
    assert_eq!(read(""), Ok(None));
    for wrong in ["series = \"4\"", "series = [\"4\"]", "series = 2", "series = {}"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn hex_text_round_trips_or_is_refused() {
    assert_eq!("00ff".parse(), Ok(Hex(vec![0, 255])));
    for wrong in ["0", "0g", "é0"] {
        assert!(wrong.parse::<Hex>().is_err(), "{wrong}");
    }
}

#[test]
fn text_with_options_is_read() {
    let pool =
        Dll { first: Some(Ipv4Addr::new(10, 0, 0, 1)), size: Some(4), ..Dll::stock(Stock::AddressPool) };
    for text in [
        r#"stock:address-pool{first="10.0.0.1",size=4}"#,
        r#"stock:address-pool,first="10.0.0.1",size=4"#,
        r#"stock:address-pool { first = "10.0.0.1", size = 4 } "#,
    ] {
        assert_eq!(text.parse(), Ok(pool.clone()), "{text}");
    }
    for text in ["stock:silent", "stock:silent{}", "stock:silent,", "stock:silent{ }"] {
        assert_eq!(text.parse(), Ok(Dll::stock(Stock::Silent)), "{text}");
    }
    let missing = Script { missing: true, ..Script::default() };
    let scripted = Dll { script: Some(missing), ..Dll::stock(Stock::Scripted) };
    assert_eq!("stock:scripted,script={missing=true}".parse(), Ok(scripted));
}

#[test]
fn text_that_is_wrong_says_what_was_expected() {
    for (text, expected) in [
        ("", "expected stock:NAME or the path of a DLL, found ``"),
        ("silent", "found `silent`; did you mean `stock:silent`? (a file of that name is `./silent`)"),
        ("stock:", "expected accept-all, refuse-user"),
        ("stock:silnt", "found `silnt`"),
        ("stock:refuse-user", "stock:refuse-user: `refuse-user` needs `users`"),
        ("stock:silent,users=[\"bob\"]", "does not take `users`; it takes name, series, table, addresses"),
        ("stock:silent,stock=\"accept-all\"", "duplicate key"),
        ("stock:silent{table=true", "expected `}` at the end"),
        ("stock:silent,tabel=true", "unknown field `tabel`"),
        ("stock:silent,table=1", "expected a boolean"),
        ("stock:silent,series=[\"4\"]", "expected plain, 2, 3, ex, found `4`"),
    ] {
        let message = text.parse::<Dll>().expect_err(text).to_string();
        assert!(message.contains(expected), "{text}: {message}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[cfg(feature = "suggest")]
#[test]
fn text_nearly_right_gets_a_suggestion() {
    for (text, expected) in [
        ("stock:acept-all", "; did you mean `accept-all`?"),
        ("stock:silent,tabel=true", "; did you mean `table`?"),
    ] {
        let message = text.parse::<Dll>().expect_err(text).to_string();
        assert!(message.ends_with(expected), "{message}");
    }
}

#[test]
fn file_gives_its_name_without_what_systems_add() {
    for (path, name) in [
        ("gate.dll", "gate"),
        ("./target/libgate.so", "gate"),
        (r"C:\dlls\gate.v2.dll", "gate.v2"),
        ("lib", "lib"),
        ("my gate.so", "my_gate"),
        ("dir/", "dll"),
    ] {
        assert_eq!(Dll::file(path).name(), name, "{path}");
    }
    assert_eq!(Dll { name: Some("x".to_owned()), ..Dll::file("gate.dll") }.name(), "x");
}
