//! What the native fixtures export, read from their files.

use std::collections::BTreeSet;
use std::path::Path;

use mockras::dll::{LoadPlace, stock};
use mockras::ras::{Callout, CalloutSet};
use object::Object as _;
use object::read::NameOrOrdinal;

use mockras_testing::dll::{c, fixtures, rust};

/// The names that a library exports and that look like entry points.
fn exports(library: &Path) -> BTreeSet<String> {
    let bytes = std::fs::read(library).unwrap_or_else(|error| panic!("{}: {error}", library.display()));
    let file = object::File::parse(&*bytes).unwrap_or_else(|error| panic!("{}: {error}", library.display()));
    let exports = file.exports().unwrap_or_else(|error| panic!("{}: {error}", library.display()));
    let names = exports.filter_map(|export| match export.expect("an export that can be read").into_name() {
        NameOrOrdinal::Name(name) => Some(String::from_utf8_lossy(&name).into_owned()),
        NameOrOrdinal::Ordinal(_) => None,
    });
    // Mach-O puts an underscore in front.
    let names = names.map(|name| if cfg!(target_vendor = "apple") { name[1..].to_owned() } else { name });
    names.filter(|name| name.contains("Admin") || name.starts_with("Ras")).collect()
}

fn names(set: CalloutSet) -> BTreeSet<String> {
    set.iter().map(Callout::export).collect()
}

/// What the minimal DLL of `defect/defective.h` exports.
fn minimal() -> BTreeSet<String> {
    let set = "InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication \
               AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress";
    names(set.parse().expect("callouts"))
}

/// The stock DLL of which a fixture is the twin.
fn twin_of(name: &str) -> BTreeSet<String> {
    let spec = match name {
        "refuse_user" => "stock:refuse-user,users=[\"bob\"]".to_owned(),
        name => format!("stock:{}", name.replace('_', "-")),
    };
    let dll = stock::registered(&spec.parse().expect(name));
    names(dll.load(LoadPlace::new()).expect("a stock DLL is there").exports())
}

const TWINS: [&str; 8] = [
    "accept_all",
    "address_pool",
    "link_limit",
    "quarantine_gate",
    "refuse_user",
    "scripted",
    "session_log",
    "silent",
];

#[test]
fn twin_in_c_exports_what_its_stock_dll_does() {
    assert_eq!(fixtures("twin"), TWINS.map(|name| format!("twin/{name}")));
    for name in TWINS {
        assert_eq!(exports(&c(&format!("twin/{name}"))), twin_of(name), "{name}");
    }
}

#[test]
fn twin_in_rust_exports_what_its_stock_dll_does() {
    for name in TWINS {
        assert_eq!(exports(&rust(name)), twin_of(name), "{name}");
    }
}

#[test]
fn defective_fixtures_export_a_whole_dll_where_that_is_not_their_defect() {
    let by_table = BTreeSet::from([Callout::InitializeDllEx.export()]);
    let defects = fixtures("defect");
    let many = if cfg!(windows) { 35 } else { 40 };
    assert!(defects.len() >= many, "{defects:?}");
    for name in defects {
        let found = exports(&c(&name));
        let is_whole = minimal().is_subset(&found);
        match name.trim_start_matches("defect/") {
            "ten_slots" | "past_table" | "unset_slots" => assert_eq!(found, by_table, "{name}"),
            "decorated" | "decorated_underscore" | "legacy" | "mangled" | "wrong_case" => {
                assert!(!is_whole, "{name}");
            }
            _ => assert_eq!(found, minimal(), "{name}"),
        }
    }
}

#[test]
fn near_misses_export_what_their_names_say() {
    for (fixture, expected) in [
        ("decorated", "MprAdminAcceptNewLink@8"),
        ("decorated", "MprAdminLinkHangupNotification@8"),
        ("decorated_underscore", "_MprAdminAcceptNewLink@8"),
        ("wrong_case", "MPRAdminAcceptNewLink"),
        ("legacy", "RasAdminAcceptNewConnection"),
    ] {
        let found = exports(&c(&format!("defect/{fixture}")));
        assert!(found.contains(expected), "{fixture}: {found:?}");
        assert!(!found.contains("MprAdminAcceptNewLink"), "{fixture}: {found:?}");
    }
    let found = exports(&c("defect/mangled"));
    assert!(found.iter().any(|name| name.starts_with("_Z21MprAdminAcceptNewLink")), "{found:?}");
}

/// A compiler for 32-bit Windows decorates what is called by the convention of the header. A .def file names it plainly.
#[cfg(all(windows, target_pointer_width = "32"))]
#[test]
fn functions_are_decorated_unless_a_def_file_lists_them() {
    use mockras_testing::compiler::{Product, compile, written};
    use mockras_testing::source::root;

    let source = root().join("native/tests/dll/c/defect/counter.c");
    let bare = exports(&compile(&source, Product::LibraryAsMade, &["-lmprapi"]));
    assert!(bare.contains("MprAdminAcceptNewLink@8") && bare.contains("MprAdminInitializeDll@0"), "{bare:?}");
    assert!(!bare.contains("MprAdminAcceptNewLink"), "{bare:?}");
    let lines: String =
        bare.iter().filter_map(|name| name.split('@').next()).map(|name| format!("{name}\n")).collect();
    let listed = written("counter.def", &format!("EXPORTS\n{lines}"));
    let listed = listed.to_str().expect("a path in UTF-8");
    let plain = exports(&compile(&source, Product::LibraryAsMade, &["-lmprapi", listed]));
    assert!(minimal().is_subset(&plain), "{plain:?}");
    assert_eq!(minimal().len(), 9, "nothing to compare");
}
