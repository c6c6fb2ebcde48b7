//! The scenarios that show seeded faults.

/// Two users, each with addresses of both kinds, offered and not; links that come and go; a quarantine; a tunnel that
/// moves; and a refusal. One DLL hands out the addresses, the other refuses mallory.
pub(super) const A_DAY: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP", ipv4 = "zero", ipv6 = "pool" } },
  { dial = { port = "VPN3-0", user = "bob", tunnel = "ikev2", ipv4 = "pool", ipv6 = "zero" } },
  { dial = { port = "VPN2-2", user = "mallory" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { quarantine = { port = "VPN2-0", state = "quarantine" } },
  { wait = "60s" },
  { endpoint = { port = "VPN3-0", remote = "192.0.2.7" } },
  { pre-authenticate = { port = "VPN4-0" } },
  { dial = { port = "VPN4-0", user = "carol", tunnel = "sstp" } },
  { drop-link = { port = "VPN2-1" } },
  { hang-up = { port = "VPN2-0" } },
  { hang-up = { port = "VPN3-0" } },
]

[[dll]]
stock = "address-pool"

[[dll]]
stock = "refuse-user"
users = ["mallory"]
"#;

/// One user who comes and goes; one DLL that exports all it has.
pub(super) const A_DIAL: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// The same scenario with text that no NUL ends.
pub(super) const A_HOSTILE_DIAL: &str = r#"
hostile = ["unterminated-text"]
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// The same on a service that goes by the function reference's list of mandatory functions.
pub(super) const A_DIAL_BY_THE_REFERENCE: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"

[policy]
required_exports = "reference"
"#;

/// The same scenario on Windows 2000.
pub(super) const A_DIAL_ON_2000: &str = r#"
profile = "server-2000"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// One user who comes, moves and goes; one DLL that registers all it has in a callbacks table.
pub(super) const A_TABLE: &str = r#"
steps = [
  { dial = { port = "VPN3-0", user = "alice", tunnel = "ikev2" } },
  { endpoint = { port = "VPN3-0", remote = "192.0.2.7" } },
  { hang-up = { port = "VPN3-0" } },
]

[[dll]]
stock = "accept-all"
table = true
"#;

/// The same with poison in the table that the service hands over.
pub(super) const A_TABLE_OF_POISON: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", domain = "CORP" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
table = true

[policy]
table_prefill = "poison"
"#;

/// A user who is refused, and whose hangup is reported to everybody all the same.
pub(super) const REFUSED_AND_HUNG_UP: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "mallory" } },
]

[policy]
hangup_after_refusal = "all"

[[dll]]
stock = "refuse-user"
users = ["mallory"]
"#;

/// A service that starts twice.
pub(super) const TWO_STARTS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  "restart",
  { dial = { port = "VPN2-0", user = "alice" } },
]

[[dll]]
stock = "accept-all"
"#;

/// Three users at the same time.
pub(super) const ONE_AT_A_TIME: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { dial = { port = "VPN2-1", user = "bob" } },
  { dial = { port = "VPN3-0", user = "carol" } },
]

[[dll]]
stock = "accept-all"
"#;

/// Two users who are accepted before they are given addresses (AMB-22), by the same DLL.
pub(super) const ACCEPT_THEN_ADDRESS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } },
  { dial = { port = "VPN2-1", user = "bob", ipv4 = "pool" } },
  { hang-up = { port = "VPN2-0" } },
]

[policy]
ip_vs_accept = "concurrent"

[[dll]]
stock = "address-pool"
"#;

/// A user with addresses of both kinds, where ReleaseIpv6AddressForUser returns a result (AMB-26).
pub(super) const RELEASES_WITH_RESULTS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero", ipv6 = "pool" } },
  { hang-up = { port = "VPN2-0" } },
]

[policy]
release6_return = "dword"

[[dll]]
stock = "address-pool"
"#;

/// A client whose quarantine state changes six times.
pub(super) const STATES_COME_AND_GO: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { quarantine = { port = "VPN2-0", state = "quarantine" } },
  { quarantine = { port = "VPN2-0", state = "normal" } },
  { quarantine = { port = "VPN2-0", state = "probation" } },
  { quarantine = { port = "VPN2-0", state = "normal" } },
  { quarantine = { port = "VPN2-0", state = "not-capable" } },
  { quarantine = { port = "VPN2-0", state = "normal" } },
]

[[dll]]
stock = "accept-all"
"#;

/// Four links come up beside the first; one of them comes up again, and again.
pub(super) const SEVEN_LINKS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { add-link = { port = "VPN3-0", to = "VPN2-0" } },
  { add-link = { port = "VPN3-1", to = "VPN2-0" } },
  { add-link = { port = "VPN4-0", to = "VPN2-0" } },
  { drop-link = { port = "VPN2-1" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { drop-link = { port = "VPN2-1" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { drop-link = { port = "VPN2-1" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// A tunnel that moves three times.
pub(super) const TUNNEL_MOVES_ON: &str = r#"
steps = [
  { dial = { port = "VPN3-0", user = "alice", tunnel = "ikev2" } },
  { endpoint = { port = "VPN3-0", remote = "192.0.2.1" } },
  { endpoint = { port = "VPN3-0", remote = "192.0.2.2" } },
  { endpoint = { port = "VPN3-0", remote = "192.0.2.3" } },
]

[[dll]]
stock = "accept-all"
table = true

[policy]
endpoint_enabled = "yes"
"#;

/// Five links come up in a row, go down in a row, and come up again.
pub(super) const LINKS_COME_AND_GO: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { add-link = { port = "VPN3-0", to = "VPN2-0" } },
  { add-link = { port = "VPN3-1", to = "VPN2-0" } },
  { add-link = { port = "VPN4-0", to = "VPN2-0" } },
  { hang-up = { port = "VPN2-0" } },
  { dial = { port = "VPN2-0", user = "bob" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { add-link = { port = "VPN3-0", to = "VPN2-0" } },
  { add-link = { port = "VPN3-1", to = "VPN2-0" } },
  { add-link = { port = "VPN4-0", to = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// Five users with addresses go, and another comes.
pub(super) const USERS_COME_AND_GO: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } },
  { dial = { port = "VPN2-1", user = "bob", ipv4 = "zero" } },
  { dial = { port = "VPN3-0", user = "carol", ipv4 = "zero" } },
  { dial = { port = "VPN3-1", user = "dave", ipv4 = "zero" } },
  { dial = { port = "VPN4-0", user = "erin", ipv4 = "zero" } },
  { hang-up = { port = "VPN2-0" } },
  { hang-up = { port = "VPN2-1" } },
  { hang-up = { port = "VPN3-0" } },
  { hang-up = { port = "VPN3-1" } },
  { hang-up = { port = "VPN4-0" } },
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } },
]

[[dll]]
stock = "address-pool"
"#;

/// A user whom the author of the DLL expects to be refused.
pub(super) const MALLORY_STAYS_OUT: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "mallory" } },
]

[[dll]]
stock = "refuse-user"
users = ["mallory"]

[[always]]
name = "mallory stays out"
when = { user = "mallory" }
expect = { state = "refused" }
"#;

/// A user with a second link.
pub(super) const TWO_LINKS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { add-link = { port = "VPN2-1", to = "VPN2-0" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "accept-all"
"#;

/// A user who is let in, and one who is not.
pub(super) const ALICE_AND_MALLORY: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { dial = { port = "VPN2-1", user = "mallory" } },
]

[[dll]]
stock = "refuse-user"
users = ["mallory"]
"#;

/// One user more than the pool has addresses.
pub(super) const SEVENTEEN_USERS: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "user-0", ipv4 = "zero" } },
  { dial = { port = "VPN2-1", user = "user-1", ipv4 = "zero" } },
  { dial = { port = "VPN2-2", user = "user-2", ipv4 = "zero" } },
  { dial = { port = "VPN2-3", user = "user-3", ipv4 = "zero" } },
  { dial = { port = "VPN2-4", user = "user-4", ipv4 = "zero" } },
  { dial = { port = "VPN2-5", user = "user-5", ipv4 = "zero" } },
  { dial = { port = "VPN2-6", user = "user-6", ipv4 = "zero" } },
  { dial = { port = "VPN2-7", user = "user-7", ipv4 = "zero" } },
  { dial = { port = "VPN2-8", user = "user-8", ipv4 = "zero" } },
  { dial = { port = "VPN2-9", user = "user-9", ipv4 = "zero" } },
  { dial = { port = "VPN2-10", user = "user-10", ipv4 = "zero" } },
  { dial = { port = "VPN2-11", user = "user-11", ipv4 = "zero" } },
  { dial = { port = "VPN2-12", user = "user-12", ipv4 = "zero" } },
  { dial = { port = "VPN2-13", user = "user-13", ipv4 = "zero" } },
  { dial = { port = "VPN2-14", user = "user-14", ipv4 = "zero" } },
  { dial = { port = "VPN2-15", user = "user-15", ipv4 = "zero" } },
  { dial = { port = "VPN2-16", user = "user-16", ipv4 = "zero" } },
]

[[dll]]
stock = "address-pool"
"#;

/// One user who comes and goes, where there are two addresses.
pub(super) const A_SMALL_POOL: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } },
  { hang-up = { port = "VPN2-0" } },
]

[[dll]]
stock = "address-pool"
size = 2
"#;

/// A port whose name is as long as one can be (16 units), on which a user without an address comes twice.
pub(super) const A_LONG_PORT: &str = r#"
steps = [
  { dial = { port = "CONCENTRATOR-2-0", user = "alice", ipv4 = "zero" } },
  { hang-up = { port = "CONCENTRATOR-2-0" } },
  { dial = { port = "CONCENTRATOR-2-0", user = "alice", ipv4 = "zero" } },
  { hang-up = { port = "CONCENTRATOR-2-0" } },
]

[[dll]]
stock = "address-pool"
"#;

/// Three users without an address.
pub(super) const THREE_ADDRESSES: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice", ipv4 = "zero" } },
  { dial = { port = "VPN2-1", user = "bob", ipv4 = "zero" } },
  { dial = { port = "VPN2-2", user = "carol", ipv4 = "zero" } },
]

[[dll]]
stock = "address-pool"
"#;

/// A client goes into quarantine, and another one cannot say how it is.
pub(super) const TWO_STATES: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "alice" } },
  { quarantine = { port = "VPN2-0", state = "quarantine" } },
  { dial = { port = "VPN2-1", user = "bob" } },
  { quarantine = { port = "VPN2-1", state = "not-capable" } },
]

[[dll]]
stock = "accept-all"
"#;
