//! What names were probably meant to be.

use mockras::ras::Callout;
use mockras_native::binary::{Decoration, NearMiss, Slip, near_miss};

fn near(name: &str) -> (Callout, Option<Decoration>, Option<Slip>) {
    let NearMiss { callout, decoration, slip } =
        near_miss(name).unwrap_or_else(|| panic!("{name} is not near"));
    (callout, decoration, slip)
}

#[test]
fn entry_points_and_strangers_are_no_near_misses() {
    for callout in Callout::ALL {
        assert_eq!(near_miss(&callout.export()), None);
    }
    for name in [
        "",
        "_",
        "@",
        "?",
        "?@",
        "DllMain",
        "gate_version",
        "MprAdmin",
        "MprAdminConnectionEnum",
        "_ZN4gate4openEv",
        "_Z",
        "_Z99999999999999999999999x",
        "_Z20MprAdmin",
        "_Z3\u{e9}\u{e9}",
        "RasAdminPortEnum",
        "MprAdminTerminateDll@xyz",
    ] {
        assert_eq!(near_miss(name), None, "{name}");
    }
}

#[test]
fn decorated_names_are_those_of_functions() {
    let link = Callout::AcceptNewLink;
    for (name, decoration) in [
        ("_MprAdminAcceptNewLink@8", Decoration::Stdcall(8)),
        ("MprAdminAcceptNewLink@8", Decoration::Stdcall(8)),
        ("MprAdminAcceptNewLink@12", Decoration::Stdcall(12)),
        ("@MprAdminAcceptNewLink@8", Decoration::Fastcall),
        ("MprAdminAcceptNewLink@@8", Decoration::Vectorcall),
        ("_Z21MprAdminAcceptNewLinkPvS_", Decoration::Itanium),
        ("__Z21MprAdminAcceptNewLinkPvS_", Decoration::Itanium),
        ("_ZN4gate21MprAdminAcceptNewLinkEPvS0_", Decoration::Itanium),
        ("?MprAdminAcceptNewLink@@YGHPAX0@Z", Decoration::Msvc { cdecl: false }),
        ("?MprAdminAcceptNewLink@@YAHPAX0@Z", Decoration::Msvc { cdecl: true }),
        ("?MprAdminAcceptNewLink@gate@@YAHPAX0@Z", Decoration::Msvc { cdecl: true }),
        ("?MprAdminAcceptNewLink@Gate@@QAEHPAX0@Z", Decoration::Msvc { cdecl: false }),
    ] {
        assert_eq!(near(name), (link, Some(decoration), None), "{name}");
    }
}

#[test]
fn argument_bytes_are_compared_with_the_prototype() {
    for callout in Callout::ALL {
        let right = 4 * u32::from(callout.parameters());
        let name = |bytes| format!("_{}@{bytes}", callout.export());
        let bytes = |bytes| near_miss(&name(bytes)).expect("it is near").wrong_bytes();
        assert_eq!((bytes(right), bytes(right + 4)), (None, Some((right + 4, right))), "{callout}");
    }
    let counts = ["InitializeDll", "AcceptNewLink", "GetIpAddressForUser", "ReleaseIpAddress"]
        .map(|word| word.parse::<Callout>().expect("a callout").parameters());
    assert_eq!(counts, [0, 2, 4, 3]);
}

#[test]
fn slips_of_the_pen_are_told_apart() {
    for (name, callout, slip) in [
        ("MPRADMINTERMINATEDLL", Callout::TerminateDll, Slip::Case),
        ("mprAdminTerminateDll", Callout::TerminateDll, Slip::Case),
        ("_MprAdminTerminateDll", Callout::TerminateDll, Slip::Underscore),
        ("__MprAdminTerminateDll_", Callout::TerminateDll, Slip::Underscore),
        ("TerminateDll", Callout::TerminateDll, Slip::Prefix),
        ("RasAdminTerminateDll", Callout::TerminateDll, Slip::Prefix),
        ("RasAdminAcceptEndpointChangeEx", Callout::AcceptTunnelEndpointChangeEx, Slip::Prefix),
        (
            "MprAdminRasValidatePreAuthenticatedConnectionEx",
            Callout::ValidatePreAuthenticatedConnectionEx,
            Slip::Prefix,
        ),
        ("RasAdminGetIpAddressForUser", Callout::GetIpAddressForUser, Slip::Legacy),
        ("MprAdminTerminateDl", Callout::TerminateDll, Slip::Letters(1)),
        ("MprAdminTermianteDll", Callout::TerminateDll, Slip::Letters(1)),
        ("MprAdminAcceptNewConection2", Callout::AcceptNewConnection2, Slip::Letters(1)),
        ("MprAdminTerminatesDll", Callout::TerminateDll, Slip::Letters(1)),
        ("MprAdminTerminetaDll", Callout::TerminateDll, Slip::Letters(2)),
        ("MprAdminReleaseIpAdress1", Callout::ReleaseIpAddress, Slip::Letters(2)),
    ] {
        assert_eq!(near(name), (callout, None, Some(slip)), "{name}");
    }
    let both = near("_mpradminterminatedll@0");
    assert_eq!(both, (Callout::TerminateDll, Some(Decoration::Stdcall(0)), Some(Slip::Case)));
}

#[test]
fn every_near_miss_is_explained_with_its_cure() {
    for (name, explanation, cure) in [
        ("_MprAdminTerminateDll@0", "stdcall", "list MprAdminTerminateDll under EXPORTS in a .def file"),
        ("MprAdminTerminateDll@0", "stdcall", "-Wl,--kill-at"),
        ("MprAdminTerminateDll@4", "stdcall", "it takes 0 bytes of arguments, not 4"),
        ("@MprAdminTerminateDll@0", "fastcall", "APIENTRY"),
        ("_Z20MprAdminTerminateDllv", "C++", "extern \"C\""),
        ("?MprAdminTerminateDll@@YGKXZ", "C++", "extern \"C\""),
        ("RasAdminReleaseIpAddress", "Windows NT 4.0", "MprAdminReleaseIpAddress"),
        ("mpradminterminatedll", "capitals", "export it as MprAdminTerminateDll"),
        ("_MprAdminTerminateDll", "underscore", "export it as MprAdminTerminateDll"),
        ("MprAdminTerminateDl", "one letter", "export it as MprAdminTerminateDll"),
    ] {
        let near = near_miss(name).expect("it is near");
        assert!(near.explanation().contains(explanation), "{name}: {}", near.explanation());
        assert!(near.cure().contains(cure), "{name}: {}", near.cure());
    }
}
