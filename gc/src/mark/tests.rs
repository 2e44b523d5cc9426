use super::*;

const WORDS: usize = if cfg!(miri) { 1 << 10 } else { 16 << 10 };
const ROUNDS: u64 = if cfg!(miri) { 3 } else { 100 };

/// Objects in random places, from `seed`: start and length in words.
fn objects(seed: u64) -> Vec<(usize, usize)> {
    let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |n: usize| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (x >> 11) as usize % n
    };
    let mut found = Vec::new();
    let mut at = 1;
    while at < WORDS {
        let words = 1 + if below(10) == 0 { below(1000) } else { below(12) };
        if at + words <= WORDS && below(3) != 0 {
            found.push((at, words));
        }
        at += words;
    }
    found
}

fn check(marks: &MarkBitmap, objects: &[(usize, usize)]) {
    let (mut bits, mut blocks) = (vec![false; WORDS], vec![0u32; WORDS >> BLOCK_SHIFT]);
    for &(at, words) in objects {
        bits[at..at + words].fill(true);
        blocks[at >> BLOCK_SHIFT] += words as u32;
    }
    for (word, &bit) in bits.iter().enumerate() {
        assert_eq!(marks.is_marked(NarrowRef(word as u32)), bit, "word {word}");
    }
    for (b, &words) in blocks.iter().enumerate() {
        assert_eq!(marks.block(b).load(Ordering::Relaxed), words, "block {b}");
    }
}

#[test]
fn all_words_of_objects_are_marked() {
    let marks = MarkBitmap::reserve(WORDS * 8).expect("address space");
    for seed in 0..ROUNDS {
        let objects = objects(seed);
        for &(at, words) in &objects {
            assert!(marks.mark(at, words, seed % 2 == 0));
            assert!(!marks.mark(at, words, seed % 2 == 0), "marked already");
        }
        check(&marks, &objects);
        marks.clear(0, WORDS);
        check(&marks, &[]);
    }
}

#[test]
fn one_thread_wins() {
    let marks = MarkBitmap::reserve(WORDS * 8).expect("address space");
    for seed in 0..ROUNDS {
        let objects = objects(seed);
        let won: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..3)
                .map(|t| {
                    let (marks, objects) = (&marks, &objects);
                    scope.spawn(move || {
                        let n = objects.len();
                        (0..n)
                            .filter(|i| {
                                let (at, words) = objects[(i + t * n / 3) % n];
                                marks.mark(at, words, false)
                            })
                            .count()
                    })
                })
                .collect();
            threads.into_iter().map(|t| t.join().expect("no panic")).sum()
        });
        assert_eq!(won, objects.len(), "seed {seed}");
        check(&marks, &objects);
        marks.clear(0, WORDS);
    }
}
