//! Names by tier.

use super::super::tier::Tier;
use super::{ByTier, Class};
use crate::ras::Name;

/// Where a name goes.
pub(in super::super) struct Room {
    /// So many UTF-16 units fit into the array, beside the terminator.
    pub(in super::super) full: u32,
    /// Names that examples have there, the plainest first.
    pub(in super::super) plain: &'static [&'static str],
}

pub(in super::super) static PORT: Room =
    Room { full: 16, plain: &["VPN2-0", "VPN2-1", "VPN3-0", "VPN4-0", "COM1"] };
pub(in super::super) static USER: Room = Room { full: 256, plain: &["alice", "bob", "carol", "mallory"] };
pub(in super::super) static DOMAIN: Room = Room { full: 15, plain: &["CORP", "", "LAB"] };
pub(in super::super) static COMPUTER: Room = Room { full: 16, plain: &["", "LAPTOP-7", "DESK"] };
pub(in super::super) static INTERFACE: Room = Room { full: 256, plain: &["alice", "WAN", "Branch 7"] };
pub(in super::super) static ENDPOINT: Room =
    Room { full: 64, plain: &["198.51.100.7", "203.0.113.9", "192.0.2.1", "2001:db8::9", "198.51.100.8"] };

pub(in super::super) static NBF: Room = Room { full: 16, plain: &["WKSTA", "LAPTOP-7"] };
/// net.node
pub(in super::super) static IPX: Room =
    Room { full: 22, plain: &["1234ABCD.12AB34CD56EF", "00000001.0123456789AB"] };
/// net.node (CHOICE 52)
pub(in super::super) static APPLETALK: Room = Room { full: 32, plain: &["65280.12", "1.128"] };

/// The table of names of all kinds.
pub(in super::super) static NAME: ByTier<Name, Room> = ByTier(&[
    Class {
        tier: Tier::Smoke,
        weight: 75,
        holds: |name, room| is_plain(name, room) || room.plain.iter().any(|plain| *name == **plain),
        draws: &[|draw, room| Name::from(*draw.one_of(room.plain))],
    },
    Class {
        tier: Tier::Default,
        weight: 13,
        holds: |name, room| {
            let chars = || char::decode_utf16(name.units().iter().copied());
            name.units().len() <= room.full as usize && chars().all(|c| c.is_ok_and(|c| !is_odd(c)))
        },
        draws: &[
            |_, room| letters(room.full),
            |_, _| Name::default(),
            |_, room| letters(room.full.saturating_sub(1)),
            // As long as old programs expect, and one more; and as long as others do.
            |draw, room| letters((*draw.one_of(&[20, 21, 64])).min(room.full)),
            |_, _| letters(1),
            // As many characters beyond the Basic Multilingual Plane as fit: two units each.
            |_, room| Name::from_units(&[0xd83d, 0xde00].repeat((room.full / 2) as usize)),
            |_, _| around(&[0xd83d, 0xde00]),
            |_, room| up_to("Jürgen Ж 中", room),
            |_, room| up_to(r#"a\b"c'd%s"#, room),
            // A capital that has another length in small letters, and one that has none.
            |_, _| around(&[0x0130, 0x1e9e]),
        ],
    },
    Class {
        tier: Tier::Strict,
        weight: 9,
        holds: |name, room| !name.units().contains(&0) && name.units().len() <= room.full as usize * 4,
        draws: &[
            |_, room| letters(room.full + 1),
            |draw, room| letters(room.full * 2 + draw.below(8)),
            |draw, _| around(&[0xd800 | draw.below(0x400) as u16]),
            |_, _| around(&[0xdc00, 0xd800]),
            // The pair that no longer fits is cut in its middle.
            |_, room| {
                let mut units = letters(room.full.saturating_sub(1)).units().to_vec();
                units.extend([0xd83d, 0xde00]);
                Name::from_units(&units)
            },
            |draw, _| around(&[*draw.one_of(&[u16::from(b'\n'), 0x1b, 0x7f, 0x85, 9])]),
            |draw, _| around(&[*draw.one_of(&[0x202e, 0x2066, 0x200f, 0x2028, 0xfeff, 0x200b])]),
            |_, _| Name::from_units(&[0xffff, 0xfffe]),
        ],
    },
    Class {
        tier: Tier::Paranoid,
        weight: 4,
        holds: |_, _| true,
        draws: &[
            // What a DLL sees of it is another name, or none.
            |_, _| around(&[0]),
            |_, _| Name::from_units(&[0, u16::from(b'z')]),
            |_, _| letters(4096),
        ],
    },
]);

fn letters(count: u32) -> Name {
    Name::from_units(&vec![u16::from(b'n'); count as usize])
}

fn around(units: &[u16]) -> Name {
    Name::from_units(&[&[u16::from(b'a')], units, &[u16::from(b'b')]].concat())
}

fn up_to(text: &str, room: &Room) -> Name {
    let units: Vec<u16> = text.encode_utf16().take(room.full as usize).collect();
    Name::from_units(&units)
}

/// Printable characters of ASCII that nobody has to quote, some of them and not quite as many as fit.
fn is_plain(name: &Name, room: &Room) -> bool {
    let units = name.units();
    let is_plain =
        |unit: &u16| matches!(unit, 0x20..=0x7e) && !b"\\\"'%".iter().any(|odd| u16::from(*odd) == *unit);
    let is_short = units.len() < room.full.saturating_sub(1) as usize || room.full < 2;
    !units.is_empty() && is_short && units.iter().all(is_plain)
}

/// What is no character, is not seen, or changes how others are seen.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
