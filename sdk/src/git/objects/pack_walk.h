// Inflates the objects of a pack, each after its base.
#pragma once

#include "git/objects/objects_impl.h"
#include "git/objects/pack_graph.h"

namespace moongate {

// Visits every wanted object of the graph once. Groups of deltas are walked depth first; what is
// held at any time is the way from a root to where the walk stands.
void walk_pack(const PackGraph& graph, ObjectStore::Impl& store, const ScanOptions& options,
               int threads, const ObjectVisitor& visit);

}  // namespace moongate
