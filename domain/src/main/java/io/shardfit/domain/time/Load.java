package io.shardfit.domain.time;

/// What one GPU does for one micro-batch, forward, backward and what is computed again.
///
/// @param linear operations of matrix products
/// @param experts operations of the routed experts' products
/// @param scores operations of score and value products
/// @param traffic bytes between matrix products
/// @param tensorUnits exchanges of tensor parallelism, each around half a layer
/// @param contextUnits passes of keys and values around the ring
/// @param expertUnits all-to-alls
/// @param weights elements of the weights on the GPU, without routed experts
/// @param expertWeights elements of the routed experts on the GPU
record Load(
        double linear,
        double experts,
        double scores,
        double traffic,
        double tensorUnits,
        double contextUnits,
        double expertUnits,
        double weights,
        double expertWeights) {
    static final Load NOTHING = new Load(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// {@return this and `times` another}
    Load plus(int times, Load other) {
        return times == 0
                ? this
                : new Load(
                        linear + times * other.linear,
                        experts + times * other.experts,
                        scores + times * other.scores,
                        traffic + times * other.traffic,
                        tensorUnits + times * other.tensorUnits,
                        contextUnits + times * other.contextUnits,
                        expertUnits + times * other.expertUnits,
                        weights + times * other.weights,
                        expertWeights + times * other.expertWeights);
    }

    /// {@return the same weights with only a part of the work}
    Load working(double part) {
        return part == 1
                ? this
                : new Load(
                        linear * part,
                        experts * part,
                        scores * part,
                        traffic * part,
                        tensorUnits * part,
                        contextUnits * part,
                        expertUnits * part,
                        weights,
                        expertWeights);
    }
}
