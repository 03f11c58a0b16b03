/** Speaks a voice message by the browser, where the browser can. */
import type { HandsetMessage } from 'countersign/admin';
import { useEffect, useState } from 'react';

const slowly = 0.85;

export function useSpeech(message: HandsetMessage) {
  const [isSpeaking, setSpeaking] = useState(false);
  const isPossible = 'speechSynthesis' in window;
  const stop = () => {
    if (isPossible) speechSynthesis.cancel();
    setSpeaking(false);
  };
  const speak = () => {
    if (!isPossible) return;
    speechSynthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(plainText(message));
    utterance.rate = slowly;
    utterance.onend = () => setSpeaking(false);
    utterance.onerror = () => setSpeaking(false);
    setSpeaking(true);
    speechSynthesis.speak(utterance);
  };
  // A call must not go on speaking after its phone was put away.
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
  return { isPossible, isSpeaking, speak, stop };
}

/** Browsers do not speak SSML; its pauses become commas. */
function plainText(message: HandsetMessage): string {
  if (!message.ssml) return message.text;
  return message.ssml
    .replaceAll(/<break[^>]*>/g, ', ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
