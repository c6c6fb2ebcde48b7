//! The layouts of `mockras::abi` as compilers for Windows see them: the header of mingw-w64, which others have written,
//! and `include/mprapi.h`, for both widths. Nothing is run: the compiler leaves the numbers in an object file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use mockras::abi::{self, Description};
use object::{Object, ObjectSection};

use crate::compared::{CONSTANTS, in_c, structures};
use mockras_testing::compiler::{appear, written};
use mockras_testing::source::root;

/// A width of Windows.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Width {
    bits: u32,
}

const X64: Width = Width { bits: 64 };
const X86: Width = Width { bits: 32 };

/// The compiler for 64-bit Windows; it makes object files for both widths.
const COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// The compiler for 32-bit Windows, which is asked where it is there.
const COMPILER_X86: &str = "i686-w64-mingw32-gcc";

impl Width {
    /// The compiler and the flags that it takes.
    fn compiler(self) -> Command {
        let has_own = || Command::new(COMPILER_X86).arg("--version").output().is_ok();
        if self == X86 && has_own() {
            return Command::new(COMPILER_X86);
        }
        let mut command = Command::new(COMPILER);
        command.args((self == X86).then_some("-m32"));
        command
    }
}

/// Whose header is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Header {
    /// That of mingw-w64.
    Mingw,
    /// That of this project.
    Own,
}

/// Structures of the interface that the header of mingw-w64 does not have.
const NOT_IN_MINGW: [&str; 5] =
    ["RAS_CONNECTION_4", "RAS_PORT_2", "PPP_PROJECTION_INFO2", "IKEV2_PROJECTION_INFO2", "PROJECTION_INFO2"];

/// Constants that it does not have, and how many it has.
const NOT_DEFINED_IN_MINGW: &str = "ROUTER_IF_TYPE_MAX MPRAPI_OBJECT_TYPE_IF_CUSTOM_CONFIG_OBJECT \
    MPRAPI_PPP_PROJECTION_INFO_TYPE MPRAPI_IKEV2_PROJECTION_INFO_TYPE MPRAPI_IKEV2_AUTH_USING_CERT \
    MPRAPI_IKEV2_AUTH_USING_EAP \
    MPRAPI_ADMIN_DLL_VERSION_1 MPRAPI_ADMIN_DLL_VERSION_2 \
    MPRAPI_RAS_UPDATE_CONNECTION_OBJECT_REVISION_1 RAS_FLAGS_RAS_CONNECTION RDT_Tunnel_Pptp RDT_Tunnel_L2tp \
    RDT_Tunnel_Sstp RDT_Tunnel_Ikev2 PPP_LCP_AES_128 PPP_LCP_AES_256 PPP_LCP_AES_192 PPP_LCP_GCM_AES_128 \
    PPP_LCP_GCM_AES_192 PPP_LCP_GCM_AES_256 RASLCPO_AES_128 RASLCPO_AES_256 RASLCPO_AES_192 \
    RASLCPO_GCM_AES_128 RASLCPO_GCM_AES_192 RASLCPO_GCM_AES_256";
const SHARED: usize = 79;

/// The callbacks table, which has ten slots there, not twelve: what a DLL that is built with it puts into wrong slots is
/// told of when it is loaded.
const TABLE: &str = "MPRAPI_ADMIN_DLL_CALLBACKS";

/// What differs between that table and the right one: the two slots that it lacks, and where those after the first of
/// them are.
fn table_of_mingw(width: Width) -> Vec<String> {
    let pointer = u64::from(width.bits / 8);
    let slot =
        |name: &str, here: u64| format!("{TABLE}.{name}: offset {here} here, {} there", here - pointer);
    let gone = |name: &str| format!("{TABLE}.{name}: not there");
    vec![
        format!("{TABLE}: size {} here, {} there", 13 * pointer, 11 * pointer),
        slot("lpfnRasAdminAcceptReauthenticationEx", 10 * pointer),
        slot("lpfnRasAdminConnectionHangupNotificationEx", 11 * pointer),
        gone("lpfnRasAdminAcceptEndpointChangeEx"),
        gone("lpfnRASValidatePreAuthenticatedConnectionEx"),
    ]
}

/// A number that both sides have: what it is, what it is in C, and what this crate says.
struct Number {
    what: String,
    c: String,
    here: u64,
}

/// All numbers of these structures. The crate states sizes of members for the width that it is built for.
fn numbers(structures: &[Description], width: Width) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut number = |what: String, c: String, here: usize| {
        numbers.push(Number { what, c, here: here as u64 });
    };
    for Description { name, fields, x64, x86 } in structures {
        let shape = if width.bits == 64 { x64 } else { x86 };
        number(format!("{name}: size"), format!("sizeof({name})"), shape.size);
        number(format!("{name}: alignment"), format!("_Alignof({name})"), shape.align);
        for field in *fields {
            let member = in_c(field);
            let offset = if width.bits == 64 { field.x64 } else { field.x86 };
            let what = format!("{name}.{}", field.name);
            number(format!("{what}: offset"), format!("offsetof({name}, {member})"), offset);
            if width.bits == usize::BITS {
                number(format!("{what}: size"), format!("sizeof((({name} *)0)->{member})"), field.size);
            }
        }
    }
    numbers
}

/// What the compiler says of each, in the same order.
fn said(width: Width, header: Header, numbers: &[Number]) -> Result<Vec<u64>, String> {
    let mut source =
        "#include <winsock2.h>\n#include <windows.h>\n#include <ipsectypes.h>\n#include <raserror.h>\n#include <mprerror.h>\n\
                      #include <mprapi.h>\n#include <stddef.h>\n"
            .to_owned();
    source += "__attribute__((section(\"numbers\"), used)) static const unsigned long long numbers[] = {\n";
    for Number { c, .. } in numbers {
        let _ = writeln!(source, "(unsigned long long)({c}),");
    }
    source += "};\n";
    let source = written("numbers.c", &source);
    let file = object_of(&source, width, header)?;
    let bytes = std::fs::read(&file).expect("the object file can be read");
    let object = object::File::parse(&*bytes).expect("it is an object file");
    let section = object.section_by_name("numbers").expect("the compiler was told to make it");
    let data = section.data().expect("it has content");
    let said: Vec<u64> = data.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
    assert!(said.len() >= numbers.len(), "{} numbers of {}", said.len(), numbers.len());
    Ok(said)
}

/// Compiles a file; what the compiler says if it does not like it.
fn object_of(source: &Path, width: Width, header: Header) -> Result<PathBuf, String> {
    let of = if header == Header::Own { "own" } else { "mingw" };
    let object = source.with_file_name(format!("{of}-{}.o", width.bits));
    let mut command = width.compiler();
    // Windows 10, the newest that the header knows; and messages that are the same everywhere.
    command.args(["-std=c11", "-D_WIN32_WINNT=0x0A00", "-c"]).arg(source).env("LC_ALL", "C");
    if header == Header::Own {
        command.arg("-I").arg(root().join("include"));
    }
    let mut complaint = None;
    appear(&object, |unfinished| {
        let output = command.arg("-o").arg(unfinished).output();
        let output = output.unwrap_or_else(|error| panic!("{}", not_there(&error)));
        if !output.status.success() {
            complaint = Some(String::from_utf8_lossy(&output.stderr).into_owned());
            std::fs::write(unfinished, "").expect("a file can be written");
        }
    });
    complaint.map_or(Ok(object), Err)
}

fn not_there(error: &std::io::Error) -> String {
    format!(
        "{COMPILER}: {error}\nlayouts are compared with those of a compiler for Windows: on Debian `apt-get install \
         gcc-mingw-w64-x86-64`, on Fedora `dnf install mingw64-gcc`"
    )
}

/// Where the crate and a header differ.
fn differences(structures: &[Description], width: Width, header: Header) -> Vec<String> {
    let numbers = numbers(structures, width);
    let there = said(width, header, &numbers).unwrap_or_else(|complaint| panic!("{complaint}"));
    differing(&numbers, &there)
}

fn differing(numbers: &[Number], there: &[u64]) -> Vec<String> {
    let pairs = numbers.iter().zip(there).filter(|(number, there)| number.here != **there);
    pairs.map(|(Number { what, here, .. }, there)| format!("{what} {here} here, {there} there")).collect()
}

fn without(names: &[&str]) -> Vec<Description> {
    structures().into_iter().filter(|structure| !names.contains(&structure.name)).collect()
}

fn one(name: &str) -> Description {
    structures().into_iter().find(|structure| structure.name == name).expect("a structure of that name")
}

/// Those of these names that the compiler does not know.
fn missing<'a>(names: &[&'a str], header: Header) -> Vec<&'a str> {
    let number = |name: &&str| Number { what: String::new(), c: format!("sizeof({name})"), here: 0 };
    let numbers: Vec<Number> = names.iter().map(number).collect();
    let complaint = said(X64, header, &numbers).err().unwrap_or_default();
    let is_missing = |name: &&&str| complaint.contains(&format!("'{name}' undeclared"));
    names.iter().filter(is_missing).copied().collect()
}

fn mingw_agrees(width: Width) {
    let shared = without(&[&NOT_IN_MINGW[..], &[TABLE]].concat());
    assert_eq!(shared.len(), 33 - 6);
    assert_eq!(differences(&shared, width, Header::Mingw), [""; 0]);
}

fn table_is_the_one_divergence(width: Width) {
    let (table, numbers) = (one(TABLE), numbers(&[one(TABLE)], width));
    let complaint = said(width, Header::Mingw, &numbers).expect_err("two members are not there");
    let is_there = |field: &&abi::Field| !complaint.contains(&format!("no member named '{}'", field.name));
    let there: &'static [abi::Field] =
        table.fields.iter().filter(is_there).copied().collect::<Vec<_>>().leak();
    let mut found = differences(&[Description { fields: there, ..table }], width, Header::Mingw);
    let absent = table.fields.iter().filter(|field| !is_there(field));
    found.extend(absent.map(|field| format!("{TABLE}.{}: not there", field.name)));
    assert_eq!(found, table_of_mingw(width));
}

fn own_header_agrees(width: Width) {
    assert_eq!(differences(&structures(), width, Header::Own), [""; 0]);
}

/// The values of all constants that a header has.
fn constants_agree(header: Header, absent: &[&str]) {
    let known = CONSTANTS.iter().filter(|(name, _)| !absent.contains(name));
    let number = |(name, value): &(&str, u64)| Number {
        what: (*name).to_owned(),
        c: (*name).to_owned(),
        here: *value,
    };
    let numbers: Vec<Number> = known.map(number).collect();
    let there = said(X64, header, &numbers).unwrap_or_else(|complaint| panic!("{complaint}"));
    assert_eq!(differing(&numbers, &there), [""; 0]);
}

#[test]
fn layouts_are_those_of_the_header_of_mingw_w64() {
    mingw_agrees(X64);
    mingw_agrees(X86);
    assert_eq!(missing(&NOT_IN_MINGW, Header::Mingw), NOT_IN_MINGW, "what is there is to be compared");
}

#[test]
fn callbacks_table_of_mingw_w64_lacks_two_slots() {
    table_is_the_one_divergence(X64);
    table_is_the_one_divergence(X86);
}

#[test]
fn own_header_has_the_layouts_for_windows() {
    own_header_agrees(X64);
    own_header_agrees(X86);
}

#[test]
fn constants_have_the_values_of_both_headers() {
    constants_agree(Header::Own, &[]);
    let names: Vec<&str> = CONSTANTS.iter().map(|(name, _)| *name).collect();
    let absent = missing(&names, Header::Mingw);
    assert_eq!(absent, NOT_DEFINED_IN_MINGW.split_whitespace().collect::<Vec<_>>());
    assert_eq!(names.len() - absent.len(), SHARED);
    constants_agree(Header::Mingw, &absent);
}

/// Seeded faults: each check names the structure, the member and both numbers.
#[test]
fn layouts_that_differ_are_told_with_both_numbers() {
    let fields = one("RAS_PORT_0").fields;
    let wrong: &'static [abi::Field] = vec![fields[0], abi::Field { x64: 12, x86: 12, ..fields[1] }].leak();
    let seeded = Description { fields: wrong, ..one("RAS_PORT_0") };
    for width in [X64, X86] {
        for header in [Header::Mingw, Header::Own] {
            let found = differences(&[seeded], width, header);
            let there = if width.bits == 64 { 8 } else { 4 };
            assert_eq!(found, [format!("RAS_PORT_0.{}: offset 12 here, {there} there", fields[1].name)]);
        }
    }
    let shape = abi::SizeAndAlign { size: 8, align: 2 };
    let seeded = Description { x64: shape, x86: shape, ..one("GUID") };
    assert_eq!(
        differences(&[seeded], X86, Header::Own),
        ["GUID: size 8 here, 16 there", "GUID: alignment 2 here, 4 there"]
    );
    let gone: &'static [abi::Field] = vec![abi::Field { name: "NoSuchMember", ..fields[0] }].leak();
    let seeded = Description { fields: gone, ..one("RAS_PORT_0") };
    let complaint = said(X64, Header::Own, &numbers(&[seeded], X64)).expect_err("there is no such member");
    assert!(complaint.contains("has no member named 'NoSuchMember'"), "{complaint}");
    let shared = ["RAS_PORT_0", "RAS_PORT_2"];
    assert_eq!(missing(&shared, Header::Mingw), ["RAS_PORT_2"]);
    assert_eq!(missing(&shared, Header::Own), [""; 0]);
    let one = |value| Number { what: "UNLEN".to_owned(), c: "UNLEN".to_owned(), here: value };
    let there = said(X64, Header::Mingw, &[one(256)]).expect("it is there");
    assert_eq!(differing(&[one(257)], &there), ["UNLEN 257 here, 256 there"]);
}

#[test]
fn compiler_that_is_not_there_is_told_with_its_remedy() {
    let error = Command::new("there-is-no-such-compiler").output().expect_err("there is none");
    let message = not_there(&error);
    assert!(
        message.contains("x86_64-w64-mingw32-gcc: ")
            && message.contains("apt-get install gcc-mingw-w64-x86-64")
    );
}
