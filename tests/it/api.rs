//! The public items of the packages, as a listing that changes when they do.

use std::collections::BTreeMap;

use mockras_testing::api::public_items;
use mockras_testing::assert_snapshot_in;

#[test]
fn public_items_are_those_of_the_listing() {
    let mut rooms: BTreeMap<String, String> = BTreeMap::new();
    for (root, package) in [("src/lib.rs", "mockras"), ("native/src/lib.rs", "mockras-native")] {
        let items = public_items(root);
        assert!(items.len() > 200, "{root}: {} items", items.len());
        for item in items {
            let room = item.path.split_once("::").map_or("root", |(room, _)| room);
            *rooms.entry(format!("{package}-{room}")).or_default() += &format!("{}\n", item.line);
        }
    }
    for (room, lines) in rooms {
        assert_snapshot_in("snapshots/api", &room, &lines);
    }
}
