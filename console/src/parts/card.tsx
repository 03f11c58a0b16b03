import { Box, type BoxProps } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

export function Card({ children, className, ...box }: BoxProps & { children: ReactNode }) {
  return (
    <Box className={`${classes.card} ${className ?? ''}`} p="lg" {...box}>
      {children}
    </Box>
  );
}
