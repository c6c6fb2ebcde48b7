//! `include/mprapi.h` says what `mockras::abi` says, to a C and to a C++ compiler.

mod compared;

use std::fmt::Write as _;
use std::process::Command;

use compared::{CONSTANTS, in_c, structures};
use mockras::abi::Description;
use mockras::ras::{Callout, Code};

use mockras_testing::compiler::{Product, compile, run, written};
use mockras_testing::source::{read, root};

/// The functions that a DLL may not call in a callout (REENTRY-01), without their prefix `MprAdmin`.
const FORBIDDEN: &str = "ConnectionClearStats ConnectionEnum ConnectionEnumEx ConnectionGetInfo ConnectionGetInfoEx \
    ConnectionRemoveQuarantine PortClearStats PortDisconnect PortEnum PortGetInfo PortReset BufferFree \
    GetErrorString IsServiceRunning ServerConnect ServerDisconnect GetPDCServer SendUserMessage UserGetInfo \
    UserSetInfo";

/// A program that prints a line for each structure, member and constant, and what it should print.
fn program() -> (String, String) {
    let mut source =
        "#include <winsock2.h>\n#include <windows.h>\n#include <raserror.h>\n#include <mprerror.h>\n#include <mprapi.h>\n\
        #include <stddef.h>\n#include <stdio.h>\n#define LINE(name, a, b) printf(\"%s %llu %llu\\n\", name, (unsigned long long)(a), \
        (unsigned long long)(b));\n"
            .to_owned();
    let (mut aligned, mut lines, mut expected) = (String::new(), String::new(), String::new());
    let mut row = |name: &str, [a, b]: [&str; 2], [x, y]: [u64; 2]| {
        let _ = writeln!(lines, "LINE(\"{name}\", {a}, {b})");
        let _ = writeln!(expected, "{name} {x} {y}");
    };
    for Description { name, fields, x64, x86 } in structures() {
        let shape = if cfg!(target_pointer_width = "64") { x64 } else { x86 };
        let _ = writeln!(aligned, "struct aligned_{name} {{ char before; {name} it; }};");
        let alignment = format!("offsetof(struct aligned_{name}, it)");
        row(name, [&format!("sizeof({name})"), &alignment], [shape.size, shape.align].map(|n| n as u64));
        for field in fields {
            let member = in_c(field);
            let (offset, size) =
                (format!("offsetof({name}, {member})"), format!("sizeof((({name} *)NULL)->{member})"));
            // The union is as large as its larger member, which is that of PPP.
            row(
                &format!("{name}.{}", field.name),
                [&offset, &size],
                [field.offset, field.size].map(|n| n as u64),
            );
        }
    }
    for projection in ["PROJECTION_INFO", "PROJECTION_INFO2"] {
        row(projection, [&format!("offsetof({projection}, Ikev2ProjectionInfo)"), "0"], [8, 0]);
    }
    for (name, value) in CONSTANTS {
        row(name, [name, "0"], [*value, 0]);
    }
    row("INVALID_HANDLE_VALUE", ["(UINT_PTR)INVALID_HANDLE_VALUE", "0"], [usize::MAX as u64, 0]);
    for (name, code) in Code::NAMES {
        row(name, [name, "0"], [u64::from(*code), 0]);
    }
    let names = Callout::ALL.iter().map(|callout| callout.export());
    let forbidden = FORBIDDEN.split_whitespace().map(|name| format!("MprAdmin{name}"));
    for name in names.chain(forbidden) {
        row(&name, [&format!("sizeof(&{name}) == sizeof(void *)"), "0"], [1, 0]);
    }
    let _ = write!(source, "{aligned}int main(void)\n{{\n{lines}return 0;\n}}\n");
    (source, expected)
}

fn says_the_same(extension: &str, flags: &[&str]) {
    let (source, expected) = program();
    let file = written(&format!("layout.{extension}"), &source);
    let said = run(&mut Command::new(compile(&file, Product::Program, flags)));
    for (said, expected) in said.lines().zip(expected.lines()) {
        assert_eq!(said.trim_end(), expected);
    }
    assert_eq!(said.lines().count(), expected.lines().count());
    assert!(expected.lines().count() > 500);
}

#[test]
fn header_in_c_has_every_layout_and_value() {
    says_the_same("c", &[]);
}

#[test]
fn header_in_cpp_has_every_layout_and_value() {
    says_the_same("cpp", &[]);
}

/// The reason is in the message: a text of 4 bytes a character would compile, and never be found equal.
#[cfg(not(windows))]
#[test]
fn header_refuses_wide_characters_of_another_width() {
    let file = written("wide.c", "#include <windows.h>\nint main(void) { return 0; }\n");
    let mut command = Command::new(mockras_testing::compiler::compiler(&file));
    let output = command.arg("-fsyntax-only").arg("-I").arg(root().join("include")).arg(&file).output();
    let output = output.expect("the compiler runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        !output.status.success()
            && said.contains("compile with -fshort-wchar: a wchar_t of Windows has 2 bytes"),
        "{said}"
    );
}

#[test]
fn constants_compared_are_all_there_are() {
    let source = read("src/abi/constant.rs");
    let declared = source.lines().filter_map(|line| line.strip_prefix("pub const ")?.split(':').next());
    let compared: Vec<_> = CONSTANTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(declared.collect::<Vec<_>>(), compared);
    assert_eq!(FORBIDDEN.split_whitespace().count(), 20);
}

#[test]
fn source_as_authors_write_it_compiles_in_c_and_in_cpp() {
    let source = root().join("native/tests/dll/c/typical.c");
    for flags in [&[][..], &["-std=gnu11"], &["-O2", "-D_FORTIFY_SOURCE=2"]] {
        compile(&source, Product::Library, flags);
    }
    let cpp = written("typical.cpp", &read("native/tests/dll/c/typical.c"));
    compile(&cpp, Product::Library, &[]);
}
