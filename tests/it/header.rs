//! `include/mprapi.h` says what `mockras::abi` says, to a C and to a C++ compiler.

use std::fmt::Write as _;
use std::process::Command;

use mockras::abi::{self, Description, FILETIME, GUID, IN6_ADDR, STRUCTURES};
use mockras::ras::{Callout, Code};

use crate::native::compiler::{Product, compile, run, written};
use crate::source::{read, root};

/// The functions that a DLL may not call in a callout (REENTRY-01), without their prefix `MprAdmin`.
const FORBIDDEN: &str = "ConnectionClearStats ConnectionEnum ConnectionEnumEx ConnectionGetInfo ConnectionGetInfoEx \
    ConnectionRemoveQuarantine PortClearStats PortDisconnect PortEnum PortGetInfo PortReset BufferFree \
    GetErrorString IsServiceRunning ServerConnect ServerDisconnect GetPDCServer SendUserMessage UserGetInfo \
    UserSetInfo";

/// Makes the list of constants: names and values.
macro_rules! constants {
    ($($name:ident)+) => {
        &[$((stringify!($name), abi::$name as u64)),+]
    };
}

#[rustfmt::skip]
pub(crate) const CONSTANTS: &[(&str, u64)] = constants! {
    UNLEN CNLEN DNLEN NETBIOS_NAME_LEN MAX_INTERFACE_NAME_LEN MAX_PORT_NAME MAX_MEDIA_NAME MAX_DEVICE_NAME
    MAX_DEVICETYPE_NAME MAX_PHONE_NUMBER_LEN IPADDRESSLEN IPXADDRESSLEN ATADDRESSLEN MAXIPADRESSLEN
    ROUTER_IF_TYPE_CLIENT ROUTER_IF_TYPE_HOME_ROUTER ROUTER_IF_TYPE_FULL_ROUTER ROUTER_IF_TYPE_DEDICATED
    ROUTER_IF_TYPE_INTERNAL ROUTER_IF_TYPE_LOOPBACK ROUTER_IF_TYPE_TUNNEL1 ROUTER_IF_TYPE_DIALOUT ROUTER_IF_TYPE_MAX
    RAS_PORT_NON_OPERATIONAL RAS_PORT_DISCONNECTED RAS_PORT_CALLING_BACK RAS_PORT_LISTENING RAS_PORT_AUTHENTICATING
    RAS_PORT_AUTHENTICATED RAS_PORT_INITIALIZING RAS_HARDWARE_OPERATIONAL RAS_HARDWARE_FAILURE
    RAS_QUAR_STATE_NORMAL RAS_QUAR_STATE_QUARANTINE RAS_QUAR_STATE_PROBATION RAS_QUAR_STATE_NOT_CAPABLE
    MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT MPRAPI_OBJECT_TYPE_MPR_SERVER_OBJECT
    MPRAPI_OBJECT_TYPE_MPR_SERVER_SET_CONFIG_OBJECT MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT
    MPRAPI_OBJECT_TYPE_UPDATE_CONNECTION_OBJECT MPRAPI_OBJECT_TYPE_IF_CUSTOM_CONFIG_OBJECT
    MPRAPI_PPP_PROJECTION_INFO_TYPE MPRAPI_IKEV2_PROJECTION_INFO_TYPE MPRAPI_IKEV2_AUTH_USING_CERT
    MPRAPI_IKEV2_AUTH_USING_EAP IPSEC_CIPHER_TYPE_DES IPSEC_CIPHER_TYPE_3DES IPSEC_CIPHER_TYPE_AES_128
    IPSEC_CIPHER_TYPE_AES_192 IPSEC_CIPHER_TYPE_AES_256 MPRAPI_ADMIN_DLL_VERSION_1 MPRAPI_ADMIN_DLL_VERSION_2
    MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1 MPRAPI_RAS_UPDATE_CONNECTION_OBJECT_REVISION_1
    RAS_FLAGS_PPP_CONNECTION RAS_FLAGS_MESSENGER_PRESENT RAS_FLAGS_RAS_CONNECTION RAS_FLAGS_QUARANTINE_PRESENT
    RAS_FLAGS_ARAP_CONNECTION RAS_FLAGS_IKEV2_CONNECTION RAS_FLAGS_DORMANT PPP_IPCP_VJ RASCCPCA_STAC RASCCPCA_MPPC
    PPP_CCP_COMPRESSION PPP_CCP_ENCRYPTION40BITOLD PPP_CCP_ENCRYPTION40BIT PPP_CCP_ENCRYPTION128BIT
    PPP_CCP_ENCRYPTION56BIT PPP_CCP_HISTORYLESS PPP_LCP_PAP PPP_LCP_SPAP PPP_LCP_CHAP PPP_LCP_EAP PPP_LCP_CHAP_MD5
    PPP_LCP_CHAP_MS PPP_LCP_CHAP_MSV2 PPP_LCP_MULTILINK_FRAMING PPP_LCP_PFC PPP_LCP_ACFC PPP_LCP_SSHF PPP_LCP_DES_56
    PPP_LCP_3_DES PPP_LCP_AES_128 PPP_LCP_AES_256 PPP_LCP_AES_192 PPP_LCP_GCM_AES_128 PPP_LCP_GCM_AES_192
    PPP_LCP_GCM_AES_256 RASLCPO_PFC RASLCPO_ACFC RASLCPO_SSHF RASLCPO_DES_56 RASLCPO_3_DES RASLCPO_AES_128
    RASLCPO_AES_256 RASLCPO_AES_192 RASLCPO_GCM_AES_128 RASLCPO_GCM_AES_192 RASLCPO_GCM_AES_256
};

fn structures() -> Vec<Description> {
    let small = [Description::of::<GUID>(), Description::of::<FILETIME>(), Description::of::<IN6_ADDR>()];
    STRUCTURES.into_iter().chain(small).collect()
}

/// The member in C: two stand in a union, one of which the crate has as storage.
pub(crate) fn in_c(field: &abi::Field) -> &'static str {
    match field.name {
        "Word" => "u.Word",
        "Anonymous" => "PppProjectionInfo",
        name => name,
    }
}

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

#[test]
fn header_with_short_wide_characters_has_the_same_layouts() {
    says_the_same("cpp", &["-fshort-wchar"]);
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
    let source = root().join("tests/dll/c/typical.c");
    for flags in [&[][..], &["-std=gnu11"], &["-std=gnu11", "-fshort-wchar"]] {
        compile(&source, Product::Library, flags);
    }
    let cpp = written("typical.cpp", &read("tests/dll/c/typical.c"));
    compile(&cpp, Product::Library, &[]);
    compile(&cpp, Product::Library, &["-fshort-wchar"]);
}
