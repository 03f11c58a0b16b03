import { Stack } from '@mantine/core';
import { Passkeys } from '../../features/account/passkeys.tsx';
import { PasswordAndTotp } from '../../features/account/password-and-totp.tsx';
import { Profile } from '../../features/account/profile.tsx';

export function SecurityRoom() {
  return (
    <Stack gap="lg">
      <Passkeys />
      <PasswordAndTotp />
      <Profile />
    </Stack>
  );
}
