/** Everything the other parts ask about saved templates, bound; the rules lie in the use cases. */
import {
  type FragmentInspection,
  type InspectFragmentRequest,
  inspectFragment,
} from './inspect-fragment.ts';
import { getFragment, getTemplate, listFragments, listTemplates } from './list-templates.ts';
import {
  changeFragment,
  createFragment,
  deleteFragment,
  type FragmentDeps,
} from './manage-fragments.ts';
import { changeTemplate, createTemplate, deleteTemplate } from './manage-templates.ts';
import {
  type ResolvedTemplate,
  type ResolveTemplateRequest,
  resolveTemplate,
} from './resolve-template.ts';
import type { Template, TemplateFragment } from './template.ts';

interface InTemplate {
  readonly applicationId: number;
  readonly templateId: string;
}

interface InFragment extends InTemplate {
  readonly fragmentId: string;
}

interface Acting {
  /** As the audit names whoever acts: `application` for a caller of an API. */
  readonly actor: string;
}

/**
 * Ids are UUIDs. Throws PlatformError: `not_found` with the parameter `template` or `fragment`,
 * `invalid_parameter`, `invalid_template` for a text its channel cannot say, and `conflict` with a
 * `TemplateConflict` as its reason.
 */
export interface TemplateDesk {
  /** Oldest first, at most ten. */
  listTemplates(request: { applicationId: number }): Promise<readonly Template[]>;
  getTemplate(request: InTemplate): Promise<Template>;
  createTemplate(request: { applicationId: number; name: string } & Acting): Promise<Template>;
  /** A new name, or the default, or both; the default stays so until another becomes it. */
  changeTemplate(
    request: InTemplate & { name?: string; isDefault?: boolean } & Acting,
  ): Promise<Template>;
  /** The default one goes last, and an empty one only. */
  deleteTemplate(request: InTemplate & Acting): Promise<void>;
  /** By channel and locale, at most two hundred. */
  listFragments(request: InTemplate): Promise<readonly TemplateFragment[]>;
  getFragment(request: InFragment): Promise<TemplateFragment>;
  createFragment(
    request: InTemplate & { channel: string; locale: string; text: string } & Acting,
  ): Promise<TemplateFragment>;
  changeFragment(request: InFragment & { text: string } & Acting): Promise<TemplateFragment>;
  deleteFragment(request: InFragment & Acting): Promise<void>;
  /** Before it is saved: how a text comes out, whether it is taken, what may be a mistake. */
  inspectFragment(request: InspectFragmentRequest): FragmentInspection;
  /** Undefined when none was named and the application has none. */
  resolveTemplate(request: ResolveTemplateRequest): Promise<ResolvedTemplate | undefined>;
}

export function createTemplateDesk(deps: FragmentDeps): TemplateDesk {
  return {
    listTemplates: (request) => listTemplates(deps, request),
    getTemplate: (request) => getTemplate(deps, request),
    createTemplate: (request) => createTemplate(deps, request),
    changeTemplate: (request) => changeTemplate(deps, request),
    deleteTemplate: (request) => deleteTemplate(deps, request),
    listFragments: (request) => listFragments(deps, request),
    getFragment: (request) => getFragment(deps, request),
    createFragment: (request) => createFragment(deps, request),
    changeFragment: (request) => changeFragment(deps, request),
    deleteFragment: (request) => deleteFragment(deps, request),
    inspectFragment: (request) => inspectFragment(deps, request),
    resolveTemplate: (request) => resolveTemplate(deps, request),
  };
}
