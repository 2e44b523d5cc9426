//! Runs Java test programs on Excelsa and HotSpot and compares what they print.
#![forbid(unsafe_code)]
