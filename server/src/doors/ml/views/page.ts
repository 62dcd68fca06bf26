import { Type } from 'typebox';

/** Which part of a list is wanted. The contract's lists have no pages: without these it is the newest thousand. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1000 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000, default: 0 })),
});
