"""Reading proofs out of seals, trees and tiles."""
