//! What hooks write while a callout runs: a table of a fixed size for each thread.

use std::cell::Cell;

use mockras::pipeline::Edge;
use mockras::ras::Name;

/// How many places fit into the table, and how many are kept so that it stays quick.
const SLOTS: usize = 1 << 14;
const PLACES_MAX: usize = SLOTS / 4 * 3;

/// How many constants are kept of a callout, in a table of that many places.
const NUMBERS_MAX: usize = 128;
const NUMBER_SLOTS: usize = 256;

/// How many names are kept of a callout, and of how many letters.
const NAMES_MAX: usize = 16;
const LETTERS_MAX: usize = 32;

thread_local! {
    /// The table of this thread: it is made before the first callout, and stays.
    static TABLE: Cell<Option<&'static Table>> = const { Cell::new(None) };
    /// The same while a callout runs on this thread.
    static RECORDING: Cell<Option<&'static Table>> = const { Cell::new(None) };
}

/// A place in code that was reached.
#[derive(Default)]
struct Slot {
    /// Its address, or that of its guard; 0 if the slot is free.
    address: Cell<usize>,
    /// How often the callout at hand has reached it.
    times: Cell<u32>,
    /// The number of its edge, once that was asked for; `None` inside if it has none.
    edge: Cell<Option<Option<u64>>>,
    /// The classes of times that were told: a bit each.
    told: Cell<u8>,
}

/// A letter that was compared, one after the other.
#[derive(Default)]
struct Letters {
    units: [Cell<u16>; LETTERS_MAX],
    many: Cell<usize>,
}

/// What the callouts of a thread have reached and compared.
pub(super) struct Table {
    slots: Box<[Slot]>,
    /// The slots that are taken, and those that the callout at hand has reached.
    taken: Box<[Cell<u16>]>,
    taken_many: Cell<usize>,
    reached: Box<[Cell<u16>]>,
    reached_many: Cell<usize>,
    /// The constants of the callout at hand: as they came, and so that one is found.
    numbers: [Cell<u64>; NUMBERS_MAX],
    numbers_many: Cell<usize>,
    number_slots: [Cell<u64>; NUMBER_SLOTS],
    /// The letters that have been equal, in a row; and what they make with the next one.
    row: Letters,
    names: [Letters; NAMES_MAX],
    names_many: Cell<usize>,
}

/// Lets hooks work on the table, if a callout runs on this thread.
pub(super) fn recording(work: impl FnOnce(&Table)) {
    // A thread that ends has no table any more.
    if let Ok(Some(table)) = RECORDING.try_with(Cell::get) {
        work(table);
    }
}

/// Ends what [`record`] has begun, also where a callout ends in a panic.
struct Recorded(&'static Table);

impl Drop for Recorded {
    fn drop(&mut self) {
        RECORDING.set(None);
    }
}

/// Runs a callout, and hands over the table of its thread.
pub(super) fn record<T>(callout: impl FnOnce() -> T) -> (T, &'static Table) {
    let table = own();
    RECORDING.set(Some(table));
    let recorded = Recorded(table);
    let done = callout();
    (done, recorded.0)
}

/// The table of this thread.
pub(super) fn own() -> &'static Table {
    TABLE.get().unwrap_or_else(|| {
        // One a thread, which may be asked for until the thread has ended.
        let table: &'static Table = Box::leak(Box::new(Table::new()));
        TABLE.set(Some(table));
        table
    })
}

impl Table {
    fn new() -> Self {
        let indices = || (0..PLACES_MAX).map(|_| Cell::new(0)).collect();
        Self {
            slots: (0..SLOTS).map(|_| Slot::default()).collect(),
            taken: indices(),
            taken_many: Cell::new(0),
            reached: indices(),
            reached_many: Cell::new(0),
            numbers: [const { Cell::new(0) }; NUMBERS_MAX],
            numbers_many: Cell::new(0),
            number_slots: [const { Cell::new(0) }; NUMBER_SLOTS],
            row: Letters::default(),
            names: std::array::from_fn(|_| Letters::default()),
            names_many: Cell::new(0),
        }
    }

    /// A place was reached so often. Places for which there is no room any more are not counted.
    pub(super) fn passed(&self, address: usize, times: u32) {
        let first = place_of(address as u64, SLOTS);
        for at in 0..SLOTS {
            let at = (first + at) % SLOTS;
            let slot = &self.slots[at];
            if slot.address.get() == 0 {
                if self.taken_many.get() == PLACES_MAX {
                    return;
                }
                slot.address.set(address);
                push(&self.taken, &self.taken_many, at);
            }
            if slot.address.get() == address {
                if slot.times.get() == 0 {
                    push(&self.reached, &self.reached_many, at);
                }
                slot.times.set(slot.times.get().saturating_add(times));
                return;
            }
        }
    }

    /// A value was compared with a constant.
    pub(super) fn compared(&self, constant: u64, value: u64) {
        self.note_number(constant);
        self.row.compared(constant, value, &mut |row, next| self.note_name(row, next));
    }

    fn note_number(&self, number: u64) {
        // These are drawn anyway, and everywhere.
        if number <= 1 || self.numbers_many.get() == NUMBERS_MAX {
            return;
        }
        let first = place_of(number, NUMBER_SLOTS);
        for at in 0..NUMBER_SLOTS {
            let slot = &self.number_slots[(first + at) % NUMBER_SLOTS];
            if slot.get() == number {
                return;
            }
            if slot.get() == 0 {
                slot.set(number);
                let many = self.numbers_many.get();
                self.numbers[many].set(number);
                self.numbers_many.set(many + 1);
                return;
            }
        }
    }

    /// Notes the letters of a row, and one behind them.
    fn note_name(&self, row: &Letters, next: Option<u16>) {
        let many = self.names_many.get();
        let is_known = self.names.iter().take(many).any(|name| name.is(row, next));
        if let Some(name) = self.names.get(many).filter(|_| !is_known) {
            name.take(row, next);
            self.names_many.set(many + 1);
        }
    }

    /// Forgets every place: other libraries may lie there from now on, or another scenario is played.
    pub(super) fn clear(&self) {
        for taken in self.taken.iter().take(self.taken_many.get()) {
            let slot = &self.slots[usize::from(taken.get())];
            slot.address.set(0);
            slot.times.set(0);
            slot.edge.set(None);
            slot.told.set(0);
        }
        self.taken_many.set(0);
        self.reached_many.set(0);
    }

    /// What the callout at hand has reached that was not told before, by the numbers that `edge_at` knows.
    pub(super) fn edges(&self, edge_at: &mut dyn FnMut(usize) -> Option<u64>) -> Vec<Edge> {
        let mut edges = Vec::new();
        for reached in self.reached.iter().take(self.reached_many.replace(0)) {
            let slot = &self.slots[usize::from(reached.get())];
            let often = Edge::class(slot.times.replace(0));
            let (told, class) = (slot.told.get(), 1 << often);
            if told & class != 0 {
                continue;
            }
            slot.told.set(told | class);
            let edge = slot.edge.get().unwrap_or_else(|| edge_at(slot.address.get()));
            slot.edge.set(Some(edge));
            edges.extend(edge.map(|id| Edge { id, often }));
        }
        edges
    }

    /// The constants of the callout at hand, and the names that the letters among them make.
    pub(super) fn compared_with(&self) -> (Vec<u64>, Vec<Name>) {
        let many = self.numbers_many.replace(0);
        let numbers: Vec<u64> = self.numbers.iter().take(many).map(Cell::get).collect();
        if many > 0 {
            self.number_slots.iter().for_each(|slot| slot.set(0));
        }
        let names = self.names.iter().take(self.names_many.replace(0)).map(Letters::name).collect();
        self.row.many.set(0);
        (numbers, names)
    }
}

/// Where something is first looked for among so many slots.
fn place_of(what: u64, slots: usize) -> usize {
    // Fibonacci hashing: the upper bits are the good ones.
    (what.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % slots
}

fn push(list: &[Cell<u16>], many: &Cell<usize>, at: usize) {
    if let Some(place) = list.get(many.get()) {
        place.set(at as u16);
        many.set(many.get() + 1);
    }
}

impl Letters {
    /// A unit of text was compared, as it may be. What is equal goes on with the row. What is not is what would have gone on
    /// with it; and it may begin another text.
    fn compared(&self, constant: u64, value: u64, note: &mut dyn FnMut(&Self, Option<u16>)) {
        let none = Self::default();
        match u16::try_from(constant).ok().filter(|unit| is_letter(*unit)) {
            Some(unit) => {
                note(self, Some(unit));
                if self.many.get() > 0 {
                    note(&none, Some(unit));
                }
                if constant == value {
                    self.push(unit);
                }
            }
            // The end of a text was looked for.
            None if constant == 0 && self.many.get() > 1 => {
                note(self, None);
                if value == 0 {
                    self.many.set(0);
                }
            }
            None => {}
        }
    }

    fn push(&self, unit: u16) {
        if let Some(place) = self.units.get(self.many.get()) {
            place.set(unit);
            self.many.set(self.many.get() + 1);
        }
    }

    fn letters(&self) -> impl Iterator<Item = u16> {
        self.units.iter().take(self.many.get()).map(Cell::get)
    }

    fn is(&self, row: &Self, next: Option<u16>) -> bool {
        self.letters().eq(row.letters().chain(next).take(LETTERS_MAX))
    }

    fn take(&self, row: &Self, next: Option<u16>) {
        self.many.set(0);
        row.letters().chain(next).for_each(|unit| self.push(unit));
    }

    fn name(&self) -> Name {
        Name::from_units(&self.letters().collect::<Vec<_>>())
    }
}

/// Whether names are made of such units: what can be printed of ASCII and of Latin.
fn is_letter(unit: u16) -> bool {
    matches!(unit, 0x20..0x7f | 0xc0..0x250)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_told_once_for_each_class_of_times() {
        let table = Table::new();
        let mut asked = 0;
        let mut told = |table: &Table| {
            let edges = table.edges(&mut |address| {
                asked += 1;
                (address != 8).then_some(address as u64 * 10)
            });
            edges.into_iter().map(|edge| (edge.id, edge.often)).collect::<Vec<_>>()
        };
        table.passed(16, 1);
        table.passed(8, 1);
        table.passed(24, 2);
        table.passed(24, 1);
        assert_eq!(told(&table), [(160, 0), (240, 2)]);
        table.passed(24, 1);
        table.passed(16, 1);
        assert_eq!(told(&table), [(240, 0)], "once is new, and the other is not");
        table.clear();
        table.passed(16, 1);
        assert_eq!(told(&table), [(160, 0)]);
        assert_eq!(asked, 4);
    }

    #[test]
    fn table_that_is_full_counts_what_it_knows() {
        let table = Table::new();
        (1..=2 * SLOTS).for_each(|address| table.passed(address, 1));
        assert_eq!(table.edges(&mut |address| Some(address as u64)).len(), PLACES_MAX);
        (1..=2 * SLOTS).for_each(|address| table.passed(address, 1));
        (1..=2 * SLOTS).for_each(|address| table.passed(address, 1));
        assert_eq!(table.edges(&mut |address| Some(address as u64)).len(), PLACES_MAX);
    }

    #[test]
    fn constants_come_once_in_their_order_and_not_the_smallest() {
        let table = Table::new();
        [70_000, 0, 1, 9, 70_000, 8].iter().for_each(|constant| table.compared(*constant, 5));
        assert_eq!(table.compared_with().0, [70_000, 9, 8]);
        (2..10_000).for_each(|constant| table.compared(constant, 5));
        assert_eq!(table.compared_with().0, (2..2 + NUMBERS_MAX as u64).collect::<Vec<_>>());
        table.compared(9, 5);
        assert_eq!(table.compared_with().0, [9]);
    }

    #[test]
    fn letters_in_a_row_make_what_leads_one_further() {
        let table = Table::new();
        let names = || table.compared_with().1.iter().map(Name::to_string).collect::<Vec<_>>();
        // "ro" was there, "root" was looked for.
        [('r', 'r'), ('o', 'o'), ('o', 'b')]
            .iter()
            .for_each(|(constant, value)| table.compared(*constant as u64, *value as u64));
        assert_eq!(names(), ["r", "ro", "o", "roo"]);
        // Each callout begins anew. The end of the text counts as well.
        [(u64::from(b'a'), 97), (u64::from(b'b'), 98), (0, 0), (u64::from(b'c'), 100)]
            .iter()
            .for_each(|(constant, value)| table.compared(*constant, *value));
        assert_eq!(names(), ["a", "ab", "b", "c"]);
    }
}
