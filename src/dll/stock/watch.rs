//! What a scripted DLL notes of the structures it is handed.

use crate::abi::{
    AUTH_VALIDATION_EX, Description, FieldKind, Member, RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2,
    RAS_CONNECTION_3, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, Structure, WCHAR, find_member,
};
use crate::dll::Arguments;
use crate::ras::{Callout, Name, Series};

/// The structures that callouts are handed.
const HANDED: [Description; 8] = [
    Description::of::<RAS_CONNECTION_0>(),
    Description::of::<RAS_CONNECTION_1>(),
    Description::of::<RAS_CONNECTION_2>(),
    Description::of::<RAS_CONNECTION_3>(),
    Description::of::<RAS_CONNECTION_EX>(),
    Description::of::<RAS_PORT_0>(),
    Description::of::<RAS_PORT_1>(),
    Description::of::<AUTH_VALIDATION_EX>(),
];

/// The members to look at in every structure that is handed over, and what was seen.
pub(super) struct WatchedMembers {
    members: Vec<Watched>,
    notes: Vec<String>,
}

struct Watched {
    path: String,
    structure: &'static str,
    member: Member,
}

impl WatchedMembers {
    /// Watches these paths, and says once which of them name no member.
    pub(super) fn new(paths: &[String]) -> Self {
        let mut watch = Self { members: Vec::new(), notes: Vec::new() };
        for path in paths {
            match find(path) {
                Some((structure, member)) => {
                    watch.members.push(Watched { path: path.clone(), structure, member });
                }
                None => watch.notes.push(format!("no member {} is handed over", path.escape_default())),
            }
        }
        watch
    }

    /// Notes what the watched members of these arguments hold.
    pub(super) fn look(&mut self, callout: Callout, arguments: &Arguments<'_>) {
        if self.members.is_empty() {
            return;
        }
        let images = images(callout, arguments);
        for Watched { path, structure, member } in &self.members {
            let image = images.iter().find(|(name, _)| name == structure);
            let bytes = image.and_then(|(_, image)| image.get(member.offset..member.offset + member.size));
            if let Some(bytes) = bytes {
                self.notes.push(format!("{path} = {}", value(bytes, member.kind)));
            }
        }
    }

    /// Returns what was seen since this was last asked.
    pub(super) fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// The structure and the member in it that a path names, such as `RAS_CONNECTION_3.rasQuarState`.
fn find(path: &str) -> Option<(&'static str, Member)> {
    let (structure, path) = path.split_once('.')?;
    let structure = HANDED.iter().find(|handed| handed.name == structure)?;
    Some((structure.name, find_member(structure.fields, path)?))
}

/// The name and the bytes of every structure that the callout is handed.
fn images(callout: Callout, arguments: &Arguments<'_>) -> Vec<(&'static str, Vec<u8>)> {
    match arguments {
        Arguments::Connection(c) => {
            let is_of = |series: Series| series.accept() == callout || series.hangup() == callout;
            let mut images = vec![image(&c.c0), image(&c.c1), image(&c.c2), image(&c.c3)];
            images.truncate(if is_of(Series::Plain) {
                2
            } else if is_of(Series::Two) {
                3
            } else {
                4
            });
            images
        }
        Arguments::ConnectionEx(ex) => vec![image(*ex)],
        Arguments::Link(port0, port1) => vec![image(*port0), image(*port1)],
        Arguments::PreAuthenticated(validation, _) => vec![image(*validation)],
        Arguments::Nothing | Arguments::Table(_) | Arguments::Ipv4(..) | Arguments::Ipv6(..) => Vec::new(),
    }
}

fn image<T: Structure>(structure: &T) -> (&'static str, Vec<u8>) {
    (T::NAME, structure.to_bytes())
}

/// Text as it reads, numbers at their width (8 digits or more for those of 4 bytes and over: handles must
/// look the same on both widths of Windows), the rest byte by byte in memory order.
fn value(bytes: &[u8], kind: FieldKind) -> String {
    match kind {
        FieldKind::Array { width, element: FieldKind::Scalar } if width == size_of::<WCHAR>() => {
            let units = bytes.chunks_exact(width).map(|unit| WCHAR::from_ne_bytes([unit[0], unit[1]]));
            let text = Name::from_array(&units.collect::<Vec<_>>()).to_string();
            if text.is_empty() { "\"\"".to_owned() } else { text }
        }
        FieldKind::Scalar => {
            let mut wide = [0; 8];
            let at = if cfg!(target_endian = "big") { wide.len() - bytes.len() } else { 0 };
            wide[at..at + bytes.len()].copy_from_slice(bytes);
            let digits = 2 * bytes.len().min(4);
            format!("0x{:0digits$x}", u64::from_ne_bytes(wide))
        }
        FieldKind::Array { .. } | FieldKind::Structure(_) => {
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        }
    }
}
