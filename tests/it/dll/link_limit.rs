//! `link-limit`.

use mockras::ras::Series;

use super::trial::Trial;

#[test]
fn connections_interleaved_have_a_limit_each() {
    let mut dll = Trial::of("stock:link-limit,links=2");
    let verdicts =
        [(1, 0), (2, 1), (1, 2), (2, 3), (1, 4), (2, 5)].map(|(number, port)| dll.link(number, port));
    assert_eq!(verdicts, [1, 1, 1, 1, 0, 0]);
    dll.drop_link(1, 0);
    assert_eq!([dll.link(2, 5), dll.link(1, 4), dll.link(1, 6)], [0, 1, 0]);
}

#[test]
fn limit_unless_given_is_one() {
    let mut dll = Trial::of("stock:link-limit");
    assert_eq!([dll.link(1, 0), dll.link(1, 1), dll.link(2, 1)], [1, 0, 1]);
}

#[test]
fn link_refused_and_hung_up_frees_nothing() {
    let mut dll = Trial::of("stock:link-limit");
    assert_eq!([dll.link(1, 0), dll.link(1, 1)], [1, 0]);
    dll.drop_link(1, 1);
    dll.drop_link(1, 1);
    assert_eq!(dll.link(1, 2), 0, "the first link is still up");
    dll.drop_link(1, 0);
    assert_eq!([dll.link(1, 2), dll.link(1, 3)], [1, 0], "and no more than one has gone");
}

#[test]
fn connection_hung_up_without_its_links_is_forgotten() {
    for series in [Series::Plain, Series::Two, Series::Three] {
        let mut dll = Trial::of("stock:link-limit");
        assert_eq!([dll.link(1, 0), dll.link(2, 1)], [1, 1]);
        dll.hang_up(series, 1, "alice", 0);
        dll.hang_up(series, 7, "never seen", 0);
        assert_eq!([dll.link(1, 2), dll.link(2, 3)], [1, 0], "{series}");
    }
}

#[test]
fn link_refused_elsewhere_and_tried_again_counts_once() {
    let mut dll = Trial::of("stock:link-limit");
    assert_eq!([dll.link(1, 0), dll.link(1, 0), dll.link(1, 1)], [1, 1, 0]);
}

#[test]
fn port_that_was_never_hung_up_counts_where_it_is_used_now() {
    let mut dll = Trial::of("stock:link-limit,series=[\"ex\"]");
    assert_eq!([dll.link(1, 0), dll.link(2, 0)], [1, 1]);
    assert_eq!(dll.link(1, 1), 1, "port 0 is no link of connection 1 any more");
    dll.drop_link(1, 0);
    assert_eq!(dll.link(2, 2), 0, "a late hangup takes nothing from connection 2");
}
