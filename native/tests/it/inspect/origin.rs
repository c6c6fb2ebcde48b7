//! Functions and lines of code, out of files of any kind.

use std::fs;

use mockras_native::binary::{Origin, origins};
use mockras_testing::small;

const CODE: &str =
    "#line 41 \"/home/alice/gate.c\"\nint store_user(int a) { return a + 1; }\n#define ACCEPT store_user(1)";

/// A library with a function in its line 41.
fn library() -> Vec<u8> {
    fs::read(small::dll("origin", CODE)).expect("it can be read")
}

/// Offsets all over the code of a small library.
fn offsets() -> Vec<u64> {
    (0x200..0x2000).step_by(7).collect()
}

#[test]
fn lines_and_functions_are_found() {
    let found = origins(&library(), &offsets());
    let texts: Vec<String> = found.iter().filter(|origin| origin.is_known()).map(Origin::to_string).collect();
    assert!(texts.iter().any(|text| text == "store_user (gate.c:41)"), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("alice")), "{texts:?}");
    assert_eq!(origins(b"", &[1, 2]), [Origin::default(), Origin::default()]);
}

/// Whatever a file says, there is an answer for each offset.
#[test]
fn damaged_files_are_survived() {
    let (whole, offsets) = (library(), offsets());
    let mut state = 1u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..300 {
        let mut bytes = whole.clone();
        if round % 3 == 0 {
            bytes.truncate(draw(whole.len()));
        }
        for _ in 0..draw(40) {
            let (at, value) = (draw(bytes.len().max(1)), [0, 0xFF, 0x80, draw(256)][draw(4)]);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value as u8;
            }
        }
        assert_eq!(origins(&bytes, &offsets).len(), offsets.len());
    }
}

/// The library of Rust is built into a DLL, with its lines, and is no cause of anything.
#[test]
#[cfg(target_os = "linux")]
fn code_of_the_compiler_is_known() {
    use object::{Object, ObjectSymbol, SymbolKind};
    let bytes = fs::read(mockras_testing::dll::rust("silent")).expect("it can be read");
    let file = object::File::parse(&*bytes).expect("a library");
    let panics = file.symbols().filter(|symbol| {
        symbol.kind() == SymbolKind::Text && symbol.name().is_ok_and(|name| name.contains("4core9panicking"))
    });
    let offsets: Vec<u64> = panics.map(|symbol| symbol.address()).collect();
    assert!(!offsets.is_empty());
    let found = origins(&bytes, &offsets);
    assert!(found.iter().all(Origin::is_of_compiler), "{found:?}");
}
