/** A prompt as the text encoder takes it. */
export interface EncodedPrompt {
  /** `maxLength` token ids: start token, text, end token, padding. */
  readonly ids: Int32Array;
  /**
   * Tokens used, with start and end token, without padding; at most `maxLength`. Where the text encoder takes an
   * attention mask, that many ones and then zeros are it.
   */
  readonly tokenCount: number;
  /** The end of the prompt that did not fit, as written, from a whole word on; null when nothing was cut. */
  readonly truncatedText: string | null;
}

/** From text to the token ids of one text encoder. */
export interface PromptTokenizer {
  /** Length of every encoded prompt in tokens. */
  readonly maxLength: number;
  encode(text: string): EncodedPrompt;
}
