import { useMutation, useQuery } from '@tanstack/react-query';
import type { HandsetMessage, TestChannel } from 'countersign/admin';
import { useEffect, useRef, useState } from 'react';
import { admin, isSessionEnd, queryClient } from '../../admin.ts';
import { addMessage } from './conversations.ts';

const messagesKey = (applicationId: number) => ['handset', applicationId];

export function useHandsetMessages(applicationId: number) {
  return useQuery({
    queryKey: messagesKey(applicationId),
    queryFn: async ({ signal }): Promise<readonly HandsetMessage[]> =>
      (await admin.listHandsetMessages({ applicationId }, { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type LiveState = 'connecting' | 'open' | 'retrying';

/** Follows the handset; after every break the list is read again, so that nothing is missed. */
export function useLiveHandset(
  applicationId: number,
  onMessage: (message: HandsetMessage) => void,
): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(onMessage);
  latest.current = onMessage;
  useEffect(() => {
    const stop = new AbortController();
    const onState = (next: 'open' | 'retrying') => {
      setState(next);
      if (next === 'open')
        void queryClient.invalidateQueries({ queryKey: messagesKey(applicationId) });
    };
    const follow = async () => {
      const stream = admin.followHandset({ applicationId }, { signal: stop.signal, onState });
      for await (const message of stream) {
        queryClient.setQueryData<readonly HandsetMessage[]>(messagesKey(applicationId), (known) =>
          addMessage(known ?? [], message),
        );
        latest.current(message);
      }
    };
    follow().catch((error: unknown) => {
      // The next ordinary call notices the end of the session and leads to the sign-in.
      if (isSessionEnd(error)) void queryClient.invalidateQueries({ queryKey: ['session'] });
    });
    return () => stop.abort();
  }, [applicationId]);
  return state;
}

export function useReply(applicationId: number) {
  return useMutation({
    mutationFn: (reply: { from: string; to: string; text: string }) =>
      admin.replyFromHandset({ applicationId, ...reply }),
  });
}

export function useAnswerChoice(applicationId: number) {
  return useMutation({
    mutationFn: (answer: { verificationId: string; choice: 'yes' | 'no' }) =>
      admin.answerHandsetChoice({ applicationId, ...answer }),
  });
}

export function useSendTest(applicationId: number) {
  return useMutation({
    mutationFn: (test: { to: string; channel: TestChannel }) =>
      admin.startTestVerification({ applicationId, ...test }),
  });
}
