//! Which task of a queue is next: a pure choice.

use super::policy::Level;

/// What the choice depends on.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Somebody waits for the code.
    pub blocking: bool,
    /// Highest level of code that the method has had.
    pub highest: Level,
    /// Events a millisecond.
    pub rate: f32,
    pub invocations: u32,
    pub back_edges: u32,
}

impl Candidate {
    fn weight(&self) -> f64 {
        (f64::from(self.rate) + 1.0)
            * (f64::from(self.invocations) + 1.0)
            * (f64::from(self.back_edges) + 1.0)
    }

    /// Whether this one shall be compiled before `other`, which came earlier.
    fn precedes(&self, other: &Candidate) -> bool {
        if self.blocking != other.blocking {
            return self.blocking;
        }
        if self.highest != other.highest {
            // recompilations after deoptimisation first
            return self.highest > other.highest;
        }
        self.weight() > other.weight()
    }
}

/// Index of the next task; of equals the oldest.
pub fn select(tasks: impl Iterator<Item = Candidate>) -> Option<usize> {
    let mut best: Option<(usize, Candidate)> = None;
    for (i, c) in tasks.enumerate() {
        if best.is_none_or(|(_, b)| c.precedes(&b)) {
            best = Some((i, c));
        }
    }
    best.map(|(i, _)| i)
}

/// How many threads should work on a queue of this length.
pub fn wanted_threads(queued: usize, per_thread: usize, most: usize, dynamic: bool) -> usize {
    match queued {
        0 => 0,
        _ if !dynamic => most,
        n => n.div_ceil(per_thread).min(most),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLD: Candidate = Candidate {
        blocking: false,
        highest: Level::Interpreter,
        rate: 0.0,
        invocations: 200,
        back_edges: 0,
    };

    fn choice(tasks: &[Candidate]) -> Option<usize> {
        select(tasks.iter().copied())
    }

    #[test]
    fn the_busiest_first() {
        assert_eq!(choice(&[]), None);
        assert_eq!(choice(&[COLD, COLD]), Some(0));
        let busy = Candidate { rate: 5.0, ..COLD };
        let loops = Candidate { back_edges: 100, ..COLD };
        assert_eq!(choice(&[COLD, busy, loops, COLD]), Some(2));
    }

    #[test]
    fn recompilations_and_waiters_before_them() {
        let busy = Candidate { rate: 5.0, ..COLD };
        let again = Candidate { highest: Level::Full, ..COLD };
        assert_eq!(choice(&[busy, again, busy]), Some(1));
        let waited_for = Candidate { blocking: true, ..COLD };
        assert_eq!(choice(&[busy, again, waited_for]), Some(2));
    }

    #[test]
    fn threads_by_length() {
        assert_eq!(wanted_threads(0, 4, 3, true), 0);
        assert_eq!(wanted_threads(1, 4, 3, true), 1);
        assert_eq!(wanted_threads(5, 4, 3, true), 2);
        assert_eq!(wanted_threads(100, 4, 3, true), 3);
        assert_eq!(wanted_threads(1, 4, 3, false), 3);
    }
}
