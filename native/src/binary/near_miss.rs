//! What a name was probably meant to be that is almost one of the entry points.

use std::sync::LazyLock;

use mockras::ras::Callout;

/// How many letters of a name may be wrong.
const LETTERS_MAX: usize = 2;

/// The names of the entry points.
pub(super) static EXPORTS: LazyLock<Vec<(String, Callout)>> =
    LazyLock::new(|| Callout::ALL.iter().map(|callout| (callout.export(), *callout)).collect());

/// The functions of the Windows NT 4.0 interface (LOAD-21).
const LEGACY: [(&str, Callout); 4] = [
    ("RasAdminAcceptNewConnection", Callout::AcceptNewConnection),
    ("RasAdminConnectionHangupNotification", Callout::ConnectionHangupNotification),
    ("RasAdminGetIpAddressForUser", Callout::GetIpAddressForUser),
    ("RasAdminReleaseIpAddress", Callout::ReleaseIpAddress),
];

/// What may stand in front of a name in its place: fields of the callbacks table and typedefs differ from the exports.
const PREFIXES: [&str; 6] = ["MprAdminRas", "MprAdmin", "RasAdmin", "Mpr", "Ras", ""];

/// What a compiler or a slip of the pen made of the name of an entry point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The entry point that was meant.
    pub callout: Callout,
    /// What a compiler put around the name.
    pub decoration: Option<Decoration>,
    /// What is wrong with the name itself.
    pub slip: Option<Slip>,
}

/// What a compiler puts around a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoration {
    /// `_Name@8` or `Name@8`: stdcall on x86, with the bytes of its arguments.
    Stdcall(u32),
    /// `@Name@8`: fastcall.
    Fastcall,
    /// `Name@@8`: vectorcall.
    Vectorcall,
    /// `_Z..`: C++ of most compilers.
    Itanium,
    /// `?Name@@..`: C++ of Microsoft's compiler; whether it is cdecl.
    Msvc {
        /// What an x86 compiler takes if nothing is said, and no callout may be.
        cdecl: bool,
    },
}

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Small letters for capitals, or the reverse.
    Case,
    /// Underscores that should not be there.
    Underscore,
    /// Another prefix, or none: `RasAdminTerminateDll`, `TerminateDll`.
    Prefix,
    /// The interface of Windows NT 4.0.
    Legacy,
    /// So many letters are wrong, missing or too many.
    Letters(usize),
}

/// What a name was probably meant to be; nothing for the name of an entry point, or one that is far from all of them.
///
/// ```
/// use mockras_native::binary::{Decoration, near_miss};
/// use mockras::ras::Callout;
///
/// let near = near_miss("_MprAdminAcceptNewLink@8").expect("it is near");
/// assert_eq!(near.callout, Callout::AcceptNewLink);
/// assert_eq!(near.decoration, Some(Decoration::Stdcall(8)));
/// assert_eq!(near_miss("MprAdminAcceptNewLink"), None);
/// ```
pub fn near_miss(name: &str) -> Option<NearMiss> {
    if let Some(mangled) = name.strip_prefix("_Z").or_else(|| name.strip_prefix("__Z")) {
        let found = identifiers(mangled).find_map(meant)?;
        return Some(NearMiss::new(found, Some(Decoration::Itanium)));
    }
    let (inner, decoration) = undecorated(name);
    let found = meant(inner)?;
    // The name itself is no near miss.
    (decoration.is_some() || found.1.is_some()).then(|| NearMiss::new(found, decoration))
}

impl NearMiss {
    fn new((callout, slip): (Callout, Option<Slip>), decoration: Option<Decoration>) -> Self {
        Self { callout, decoration, slip }
    }

    /// The bytes of arguments that the name gives on x86, and those that the service passes, if they differ.
    pub fn wrong_bytes(&self) -> Option<(u32, u32)> {
        let expected = u32::from(self.callout.parameters()) * 4;
        match self.decoration {
            Some(Decoration::Stdcall(bytes)) if bytes != expected => Some((bytes, expected)),
            _ => None,
        }
    }

    /// What happened to the name.
    pub fn explanation(&self) -> String {
        let decoration = self.decoration.map(|decoration| match decoration {
            Decoration::Stdcall(_) => "the name of a stdcall function, as a 32-bit compiler decorates it",
            Decoration::Fastcall => "the name of a fastcall function, as a 32-bit compiler decorates it",
            Decoration::Vectorcall => "the name of a vectorcall function, as a compiler decorates it",
            Decoration::Itanium | Decoration::Msvc { .. } => "the name of a C++ function, mangled",
        });
        let slip = self.slip.map(|slip| match slip {
            Slip::Case => "capitals and small letters differ".to_owned(),
            Slip::Underscore => "an underscore that does not belong to the name".to_owned(),
            Slip::Prefix => "another prefix, as fields of the callbacks table or typedefs have it".to_owned(),
            Slip::Legacy => "the interface of Windows NT 4.0, which no later version calls".to_owned(),
            Slip::Letters(1) => "one letter differs".to_owned(),
            Slip::Letters(count) => format!("{count} letters differ"),
        });
        decoration.map(str::to_owned).into_iter().chain(slip).collect::<Vec<_>>().join("; ")
    }

    /// What its author can do.
    pub fn cure(&self) -> String {
        let export = self.callout.export();
        if let Some((bytes, expected)) = self.wrong_bytes() {
            return format!(
                "declare {export} as mprapi.h does: it takes {expected} bytes of arguments, not {bytes}; and list it \
                 in a .def file, or link with -Wl,--kill-at"
            );
        }
        match (self.decoration, self.slip) {
            (Some(Decoration::Stdcall(_)), _) => {
                format!("list {export} under EXPORTS in a .def file, or link with -Wl,--kill-at (MinGW)")
            }
            (Some(Decoration::Fastcall | Decoration::Vectorcall), _) => {
                format!("declare {export} APIENTRY (stdcall), and list it under EXPORTS in a .def file")
            }
            (Some(Decoration::Itanium | Decoration::Msvc { .. }), _) => format!(
                "declare {export} extern \"C\" and APIENTRY, outside of any class or namespace, and list it in a .def \
                 file where the target is 32-bit Windows"
            ),
            (None, Some(Slip::Legacy)) => {
                format!("implement {export} with the prototype that mprapi.h has, which is another")
            }
            (None, _) => format!("export it as {export}"),
        }
    }
}

/// The name without what a C or Microsoft compiler puts around it.
fn undecorated(name: &str) -> (&str, Option<Decoration>) {
    if let Some((inner, rest)) = name.strip_prefix('?').and_then(|name| name.split_once('@')) {
        return (inner, Some(Decoration::Msvc { cdecl: rest.contains("@YA") || rest.starts_with("@YA") }));
    }
    let Some((inner, bytes)) = name.rsplit_once('@') else { return (name, None) };
    let Ok(bytes) = bytes.parse() else { return (name, None) };
    if let Some(inner) = inner.strip_suffix('@') {
        return (inner, Some(Decoration::Vectorcall));
    }
    if let Some(inner) = inner.strip_prefix('@') {
        return (inner, Some(Decoration::Fastcall));
    }
    (inner.strip_prefix('_').unwrap_or(inner), Some(Decoration::Stdcall(bytes)))
}

/// The identifiers in a name that was mangled by the Itanium rules: each has its length in front.
fn identifiers(mangled: &str) -> impl Iterator<Item = &str> {
    let mut rest = mangled;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find(|c: char| c.is_ascii_digit())?..];
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (length, after) = rest.split_at(digits);
            let identifier = length.parse().ok().and_then(|length: usize| after.get(..length));
            rest = &after[identifier.map_or(0, str::len)..];
            if identifier.is_some() {
                return identifier;
            }
        }
    })
}

/// The entry point that a bare name means, and what is wrong with it.
fn meant(name: &str) -> Option<(Callout, Option<Slip>)> {
    let by_name = |is_it: &dyn Fn(&str) -> bool| {
        EXPORTS.iter().find(|(export, _)| is_it(export)).map(|(_, callout)| *callout)
    };
    if let Some(callout) = by_name(&|export| export == name) {
        return Some((callout, None));
    }
    if let Some(callout) = by_name(&|export| export.eq_ignore_ascii_case(name)) {
        return Some((callout, Some(Slip::Case)));
    }
    let trimmed = name.trim_matches('_');
    if let Some(callout) = by_name(&|export| export.eq_ignore_ascii_case(trimmed)) {
        return Some((callout, Some(Slip::Underscore)));
    }
    if let Some((_, callout)) = LEGACY.iter().find(|(legacy, _)| legacy.eq_ignore_ascii_case(trimmed)) {
        return Some((*callout, Some(Slip::Legacy)));
    }
    if let Some(callout) = PREFIXES.iter().find_map(|prefix| with_prefix(trimmed, prefix)) {
        return Some((callout, Some(Slip::Prefix)));
    }
    let near =
        EXPORTS.iter().filter_map(|(export, callout)| Some((distance(name, export, LETTERS_MAX)?, *callout)));
    near.min_by_key(|(letters, _)| *letters).map(|(letters, callout)| (callout, Some(Slip::Letters(letters))))
}

/// The entry point whose name stands behind this prefix, as typedefs or the fields of the table have it.
fn with_prefix(name: &str, prefix: &str) -> Option<Callout> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    let is_field = rest.eq_ignore_ascii_case("AcceptEndpointChangeEx");
    let by_word = Callout::ALL.iter().copied().find(|callout| callout.word().eq_ignore_ascii_case(rest));
    let callout = if is_field { Some(Callout::AcceptTunnelEndpointChangeEx) } else { by_word };
    callout.filter(|_| start.eq_ignore_ascii_case(prefix))
}

/// How many letters have to be changed, added, left out or swapped with their neighbour to make one name of the other;
/// nothing if there are more than `max`. Letters are compared without their case.
fn distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let [a, b] = [a, b].map(|name| name.to_ascii_lowercase().into_bytes());
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    // Three rows of the table of distances between beginnings of `a` and of `b`.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|found| *found <= max)
}
