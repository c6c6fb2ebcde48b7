//! Windows versions, as far as the documentation tells them apart.

use std::fmt;
use std::str::FromStr;

use super::number::WordError;
use super::policy::Policy;

/// A Windows version. Later ones know every entry point of the earlier ones (LOAD-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum Profile {
    /// It is Windows NT 4.0 with the Routing and Remote Access redistributable.
    Nt4Rras,
    /// It is Windows 2000 Server.
    Server2000,
    /// It is Windows Server 2003.
    Server2003,
    /// It is Windows Server 2008.
    Server2008,
    /// It is Windows Server 2008 R2.
    Server2008R2,
    /// It is Windows Server 2012 or any later version: no page contrasts them.
    #[default]
    Server2012,
}

/// A version's name, the other spellings it is found under, and a line about it.
const NAMES: [(Profile, &str, &[&str], &str); 6] = [
    (Profile::Nt4Rras, "nt4-rras", &["nt4"], "Windows NT 4.0 with the RRAS redistributable"),
    (Profile::Server2000, "server-2000", &["2000"], "Windows 2000 Server"),
    (Profile::Server2003, "server-2003", &["2003"], "Windows Server 2003: several DLLs"),
    (Profile::Server2008, "server-2008", &["2008"], "Windows Server 2008: series 3, reauthentication, IPv6"),
    (
        Profile::Server2008R2,
        "server-2008-r2",
        &["2008r2", "2008-r2"],
        "Windows Server 2008 R2: Ex, callbacks table, IKEv2",
    ),
    (
        Profile::Server2012,
        "server-2012",
        &[
            "2012",
            "2012r2",
            "2012-r2",
            "2016",
            "2019",
            "2022",
            "2025",
            "newest",
            "server-2012-r2",
            "server-2016",
            "server-2019",
            "server-2022",
            "server-2025",
        ],
        "Windows Server 2012 and later (default)",
    ),
];

impl Profile {
    /// Every version, oldest first.
    pub const ALL: [Self; 6] = [
        Self::Nt4Rras,
        Self::Server2000,
        Self::Server2003,
        Self::Server2008,
        Self::Server2008R2,
        Self::Server2012,
    ];

    /// The name in scenarios and on the command line.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].1
    }

    /// Every name of every version, the usual one of each first.
    pub fn spellings() -> impl Iterator<Item = &'static str> {
        NAMES.iter().flat_map(|(_, name, others, _)| std::iter::once(*name).chain(others.iter().copied()))
    }

    /// One line about this version.
    pub fn summary(self) -> &'static str {
        NAMES[self as usize].3
    }

    /// Whether the pages' notes about "Windows 2000 Server and earlier" hold (LINK-13, HANGUP-05, HANGUP-06, LOAD-26).
    pub fn is_2000_or_earlier(self) -> bool {
        self <= Self::Server2000
    }

    /// The policy in force under this version: where a page decides a question for it, the reading of the page.
    ///
    /// ```
    /// use mockras::ras::{HangupAfterRefusal, Policy, Profile};
    /// let asked = Policy { hangup_after_refusal: HangupAfterRefusal::All, ..Policy::default() };
    /// assert_eq!(Profile::Server2000.decide(asked).hangup_after_refusal, HangupAfterRefusal::None);
    /// assert_eq!(Profile::Server2003.decide(asked), asked);
    /// ```
    pub fn decide(self, mut policy: Policy) -> Policy {
        for (field, reading, _) in self.decided() {
            let set = policy.set(field, reading);
            debug_assert!(set.is_ok(), "the presets name fields and readings that exist");
        }
        policy
    }

    /// The questions that a page decides for this version: policy field, reading, rule.
    pub fn decided(self) -> &'static [(&'static str, &'static str, &'static str)] {
        if self.is_2000_or_earlier() {
            &[
                ("hangup_after_refusal", "none", "HANGUP-05, HANGUP-06"),
                ("link_hangup_after_refusal", "none", "LINK-13"),
                ("link_hangup_without_accept", "never", "LINK-13"),
            ]
        } else {
            &[]
        }
    }
}

/// The error of a text that names no Windows version.
pub type ProfileError = WordError;

impl FromStr for Profile {
    type Err = ProfileError;

    fn from_str(text: &str) -> Result<Self, ProfileError> {
        NAMES
            .iter()
            .find(|(_, name, others, _)| *name == text || others.contains(&text))
            .map(|(profile, ..)| *profile)
            .ok_or_else(|| WordError::new(text, &NAMES.map(|(_, name, ..)| name), ""))
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
