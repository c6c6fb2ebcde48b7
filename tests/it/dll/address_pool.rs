//! `address-pool`.

use std::net::Ipv4Addr;

use mockras::abi::{FALSE, TRUE};
use mockras::dll::Registered;
use mockras::dll::stock::AddressPool;

use super::trial::Trial;

const NONE: Ipv4Addr = Ipv4Addr::UNSPECIFIED;
const NO_ADDRESS: u32 = 738;

#[test]
fn nothing_offered_gets_the_lowest_free_address() {
    let mut pool = Trial::of("stock:address-pool");
    let leased = [0, 1, 2].map(|_| pool.get4("alice", NONE));
    assert_eq!(leased, [10, 11, 12].map(|last| (0, at(last), TRUE)));
    pool.release4("alice", at(11));
    assert_eq!([0, 1].map(|_| pool.get4("bob", NONE).1), [at(11), at(13)]);
}

#[test]
fn address_offered_is_kept_only_if_it_is_ours_and_free() {
    let mut pool = Trial::of("stock:address-pool,size=4");
    assert_eq!(pool.get4("alice", at(12)), (0, at(12), TRUE));
    assert_eq!(pool.get4("bob", at(12)), (0, at(10), TRUE), "taken");
    assert_eq!(pool.get4("carol", at(9)), (0, at(11), TRUE), "below the pool");
    assert_eq!(pool.get4("dave", at(14)), (0, at(13), TRUE), "above the pool");
}

#[test]
fn pool_exhausted_is_an_error_until_a_release() {
    let mut pool = Trial::of("stock:address-pool,first=\"10.8.0.10\",size=1,table=true");
    pool.initialize_ex();
    assert_eq!(pool.get4("alice", NONE), (0, at(10), TRUE));
    assert_eq!(pool.get4("bob", NONE), (NO_ADDRESS, NONE, FALSE));
    assert_eq!(pool.get4("bob", at(99)), (NO_ADDRESS, at(99), FALSE));
    pool.release4("bob", at(99));
    assert_eq!(pool.get4("bob", NONE).0, NO_ADDRESS, "a foreign release frees nothing");
    pool.release4("alice", at(10));
    pool.release4("alice", at(10));
    assert_eq!([0, 1].map(|_| pool.get4("bob", NONE).0), [0, NO_ADDRESS]);
}

#[test]
fn user_with_two_leases_releases_the_one_that_is_named() {
    let mut pool = Trial::of("stock:address-pool,size=2");
    let leased = [pool.get4("alice", NONE).1, pool.get4("alice", NONE).1];
    assert_eq!(leased, [at(10), at(11)]);
    pool.release4("alice", at(11));
    assert_eq!(pool.get4("bob", NONE), (0, at(11), TRUE));
    assert_eq!(pool.get4("bob", NONE).0, NO_ADDRESS, "alice still has the other");
}

#[test]
fn pool_at_the_end_of_the_addresses_does_not_wrap() {
    let last = Ipv4Addr::new(255, 255, 255, 254);
    let mut pool = Trial::load(&Registered::new("pool", move || AddressPool::new(last, 9)));
    let leased = [0, 1, 2].map(|_| pool.get4("alice", NONE));
    assert_eq!(leased.map(|(result, ..)| result), [0, 0, NO_ADDRESS]);
    assert_eq!(leased[1].1, Ipv4Addr::BROADCAST);
}

#[test]
fn identifier_leased_leaves_the_prefix_alone() {
    let mut pool = Trial::of("stock:address-pool,size=2");
    let offered = [0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9];
    assert_eq!(pool.get6(offered), (0, [0x20, 1, 0xd, 0xb8, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 1], TRUE));
    let second = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];
    assert_eq!(pool.get6([0; 16]), (0, second, TRUE));
    assert_eq!(pool.get6([0; 16]), (NO_ADDRESS, [0; 16], FALSE));
    assert_eq!(pool.release6(second), 0);
    assert_eq!(pool.get6(second), (0, second, TRUE), "free and offered is kept");
}

#[test]
fn identifier_far_outside_the_pool_is_not_taken_for_one_of_it() {
    let mut pool = Trial::of("stock:address-pool,size=1");
    assert_eq!(pool.get6([0; 16]).0, 0);
    pool.release6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    assert_eq!(pool.get6([0; 16]).0, NO_ADDRESS);
}

fn at(last: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 8, 0, last)
}
