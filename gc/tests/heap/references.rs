//! `java.lang.ref`, weak slots and class unloading, case by case. Each collection is checked against the model as well.

use gc::Strength::{Final, Phantom, Soft, Weak};

use crate::classes::{FINAL, LEAF, PAIR, PHANTOM, REF_ARRAY, SOFT, WEAK};
use crate::process::isolated_tests;
use crate::scene::Scene;
use crate::world::Settings;

isolated_tests! {
    fn strong_referents_stay() {
        let mut s = Scene::small();
        let a = s.object(LEAF, 0);
        for class in [SOFT, WEAK, FINAL, PHANTOM] {
            s.reference(class, a);
        }
        assert!(s.young().is_empty() && s.young().is_empty() && s.full_clearing().is_empty());
        s.drop(a);
        assert_eq!(s.full(), []); // the soft reference keeps it
        assert_eq!(s.full_clearing(), [Soft, Weak, Final]);
        assert_eq!(s.full_clearing(), []); // waits for finalization
        s.take_pending(true);
        assert_eq!(s.full_clearing(), [Phantom]);
    }

    fn young_collections_clear() {
        let mut s = Scene::small();
        let a = s.object(LEAF, 0);
        s.reference(WEAK, a);
        s.reference(WEAK, a);
        s.reference(PHANTOM, a);
        let b = s.object(LEAF, 0);
        s.reference(SOFT, b);
        s.drop(a);
        s.drop(b);
        assert_eq!(s.young(), [Weak, Weak, Phantom]);
        assert_eq!(s.young(), []);
    }

    fn old_references_to_young_objects() {
        let mut s = Scene::small();
        let first = s.object(LEAF, 0);
        let old: Vec<_> = (0..100).map(|i| s.reference([WEAK, PHANTOM, FINAL][i % 3], first)).collect();
        s.full();
        for &r in &old {
            let a = s.object(LEAF, 0);
            s.point(r, a);
            s.drop(a);
        }
        let found = s.young();
        assert_eq!(found.len(), 100);
        assert!(s.young().is_empty());
        s.take_pending(false);
        s.full();
    }

    fn finalized_once() {
        let mut s = Scene::small();
        let a = s.object(PAIR, 0);
        let b = s.object(LEAF, 0);
        s.link(a, 0, b);
        s.reference(FINAL, a);
        s.reference(WEAK, b);
        s.weak(0, b);
        s.drop(a);
        s.drop(b);
        assert_eq!(s.full(), [Weak, Final]);
        assert!(s.weak_holds(0));
        s.take_pending(false);
        assert_eq!(s.full(), []);
        assert!(s.weak_holds(0), "the finalizer's reference still has its referent");
        assert_eq!(s.young(), []);
    }

    fn references_behind_finalizable_objects() {
        // finalizable -> reference -> finalizable -> reference -> ... each only reachable through the one before
        let mut s = Scene::small();
        const DEPTH: usize = 12;
        for collect in [Scene::young, Scene::full] {
            let mut held = Vec::new();
            let mut next = s.object(LEAF, 0);
            for i in 0..DEPTH {
                let holder = s.object(PAIR, 0);
                let target = s.object(LEAF, 0);
                let weak = s.reference([WEAK, SOFT, PHANTOM][i % 3], target);
                s.drop(target);
                s.link(holder, 0, weak);
                s.link(holder, 1, next);
                let fin = s.reference(FINAL, holder);
                held.extend([next, holder, weak]);
                next = fin;
            }
            for h in held {
                s.drop(h);
            }
            let found = collect(&s);
            assert_eq!(found.iter().filter(|&&f| f == Final).count(), DEPTH, "{found:?}");
            s.take_pending(true);
            s.full();
            s.drop(next);
            s.full();
        }
    }

    fn two_finalizers_of_one_object() {
        let mut s = Scene::small();
        let a = s.object(LEAF, 0);
        s.reference(FINAL, a);
        s.reference(FINAL, a);
        s.drop(a);
        assert_eq!(s.young(), [Final, Final]);
    }

    fn soft_references_by_age() {
        let mut settings = Settings::new(32, 0);
        settings.config.soft_ms_per_mb = 1;
        let mut s = Scene::new(settings);
        let a = s.object(LEAF, 0);
        s.reference(SOFT, a);
        s.drop(a);
        assert_eq!(s.full(), []);
        // more than a millisecond for each megabyte passes
        s.advance_clock(1000);
        assert_eq!(s.full(), [Soft]);
    }

    fn chains_of_references() {
        let mut s = Scene::small();
        let a = s.object(LEAF, 0);
        let mut last = s.reference(WEAK, a);
        s.drop(a);
        for i in 0..100 {
            let r = s.reference([WEAK, PHANTOM, SOFT][i % 3], last);
            s.drop(last);
            last = r;
        }
        s.young();
        s.full_clearing();
        s.take_pending(true);
        s.full_clearing();
    }

    fn weak_slots() {
        let mut s = Scene::small();
        let a = s.object(REF_ARRAY, 10);
        let b = s.object(LEAF, 0);
        s.link(a, 3, b);
        s.weak(0, a);
        s.weak(1, b);
        s.weak(2, b);
        s.drop(b);
        s.young();
        assert!(s.weak_holds(0) && s.weak_holds(1) && s.weak_holds(2));
        s.full();
        s.drop(a);
        s.young();
        s.full();
        assert!(!s.weak_holds(0) && !s.weak_holds(1) && !s.weak_holds(2));
    }

    fn loaders_are_kept_by_instances_mirrors_and_loaders() {
        let mut s = Scene::small();
        for keep in 0..4 {
            let (loader, object, mirror, classes) = s.loader();
            let instance = s.object(classes[0], 0);
            let array = s.object(classes[2], 4);
            let kept = [object, mirror, instance, array][keep];
            for h in [object, mirror, instance, array] {
                if s.addr(h) != s.addr(kept) {
                    s.drop(h);
                }
            }
            for _ in 0..3 {
                s.young();
                s.full();
            }
            assert!(!s.unloaded(loader), "{keep}");
            s.drop(kept);
            s.young();
            assert!(!s.unloaded(loader), "young collections unload nothing");
            s.full();
            assert!(s.unloaded(loader), "{keep}");
        }
    }

    fn loaders_in_cycles_are_unloaded() {
        let mut s = Scene::small();
        let (first, a, mirror, classes) = s.loader();
        let (second, b, other, _) = s.loader();
        let instance = s.object(classes[0], 0);
        s.link(other, 2, instance);
        s.link(mirror, 3, b);
        s.reference(WEAK, instance);
        s.reference(PHANTOM, a);
        for h in [a, b, mirror, other, instance] {
            s.drop(h);
        }
        assert_eq!(s.full(), [Weak, Phantom]);
        assert!(s.unloaded(first) && s.unloaded(second));
    }

    fn finalizable_objects_keep_their_loader() {
        let mut s = Scene::small();
        let (loader, object, mirror, classes) = s.loader();
        let instance = s.object(classes[1], 0);
        s.reference(FINAL, instance);
        for h in [object, mirror, instance] {
            s.drop(h);
        }
        assert_eq!(s.full(), [Final]);
        assert!(!s.unloaded(loader));
        s.take_pending(true);
        s.full();
        assert!(s.unloaded(loader));
    }
}
