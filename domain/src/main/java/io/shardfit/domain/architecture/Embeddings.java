package io.shardfit.domain.architecture;

/// How tokens enter and leave a model.
///
/// @param vocabularySize rows of the embedding, padding included
/// @param tied whether the head is the embedding
/// @param learnedPositions rows of a learned position table; 0 with rotary positions or ALiBi
public record Embeddings(int vocabularySize, boolean tied, int learnedPositions) {
    public Embeddings {
        Size.positive("vocabularySize", vocabularySize);
        Size.notNegative("learnedPositions", learnedPositions);
    }
}
