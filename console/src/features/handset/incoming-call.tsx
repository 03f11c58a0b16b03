import { Button, FocusTrap, Text } from '@mantine/core';
import type { HandsetMessage } from 'countersign/admin';
import { useState } from 'react';
import { Icon } from '../../parts/icons.tsx';
import classes from './handset.module.css';
import { useSpeech } from './speech.ts';

/** A call that rings until it is answered or declined; answered, it is spoken and written out. */
export function IncomingCall({ message, onEnd }: { message: HandsetMessage; onEnd: () => void }) {
  const [isAnswered, setAnswered] = useState(false);
  const speech = useSpeech(message);
  const answer = () => {
    setAnswered(true);
    speech.speak();
  };
  const hangUp = () => {
    speech.stop();
    onEnd();
  };
  return (
    <FocusTrap>
      <div
        className={classes.ringing}
        data-state={isAnswered ? 'answered' : 'ringing'}
        role="alertdialog"
        aria-label={`Call from ${message.from}`}
      >
        <span className={classes.caller}>
          <Icon name="phone" size={36} />
        </span>
        <Text fz={22} fw={600}>
          {message.from}
        </Text>
        <Text fz={15} style={{ opacity: 0.8 }}>
          {isAnswered ? 'On the line' : 'Incoming call'}
        </Text>
        {isAnswered && (
          <p className={classes.transcript} aria-live="polite">
            {message.text}
          </p>
        )}
        <div className={classes.callButtons}>
          {isAnswered ? (
            <>
              {speech.isPossible && (
                <Button variant="white" color="dark" radius="xl" onClick={speech.speak}>
                  Say it again
                </Button>
              )}
              <Button color="red" radius="xl" onClick={hangUp}>
                Hang up
              </Button>
            </>
          ) : (
            <>
              <Button color="red" radius="xl" onClick={hangUp}>
                Decline
              </Button>
              <Button color="#13733c" radius="xl" onClick={answer} data-autofocus>
                Answer
              </Button>
            </>
          )}
        </div>
      </div>
    </FocusTrap>
  );
}
