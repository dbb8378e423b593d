import type { AuditorParts } from './parts';

/** The real parts. Each is read from its layer when first asked for, so that a set is open before the rest is loaded. */
export function auditorParts(): AuditorParts {
  return {
    lookAtResults: async (path) => (await import('../results')).lookAtResults(path),
    importResults: async (request, parts) => (await import('../results')).importResults(request, parts),
    ensureRunSet: async (run) => (await import('../results')).ensureRunSet(run),
    readSet: async (dir) => (await import('../results')).readSet(dir),
    pictureOf: async (dir, location) => (await import('../results')).pictureOf(dir, location),
    lookAtPicture: async (file) => (await import('../results')).lookAtPicture(file),
    madeSetsOf: async (file, variant) => (await import('./made/sets')).madeSetsOf(file, variant),
    openChat: async (model, options, file) => {
      const { limitsOf, openChat } = await import('../endpoints');
      const limits = file === undefined ? {} : limitsOf(await curriculumOf(file), model.id);
      return openChat(model, { ...limits, ...options });
    },
    attributeSet: async (request, parts) => (await import('../audit')).attributeSet(request, parts),
    modelsOf: async (file) => (await import('../endpoints')).modelsOf(await curriculumOf(file)),
  };
}

async function curriculumOf(file: string) {
  const { checkCurriculum } = await import('../language');
  return checkCurriculum(file).curriculum ?? { models: {} };
}
