import { useMutation, useQuery } from '@tanstack/react-query';
import type { BrandData, BrandRegistration } from 'countersign/admin';
import { admin, queryClient } from '../../admin.ts';
import { reloadNumbers } from './queries.ts';

export function useBrands(applicationId: number) {
  return useQuery({
    queryKey: ['brands', applicationId],
    queryFn: ({ signal }) => admin.listBrands({ applicationId }, { signal }),
  });
}

async function reload(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['brands'] });
  await reloadNumbers();
}

/** A new brand, or a change of one that is not with the registry yet. */
export function useSaveBrand(applicationId: number, brandId: number | undefined) {
  return useMutation({
    mutationFn: (data: BrandData) =>
      brandId === undefined
        ? admin.createBrand({ applicationId, ...data })
        : admin.editBrand({ applicationId, brandId, ...data }),
    onSuccess: reload,
  });
}

export function useRecordBrand(applicationId: number, brandId: number) {
  return useMutation({
    mutationFn: (registration: BrandRegistration) =>
      admin.recordBrandRegistration({ applicationId, brandId, ...registration }),
    onSuccess: reload,
  });
}
