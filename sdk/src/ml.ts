// Made by `node sdk/generate.ts` from the OpenAPI document of the ml door. Do not edit.

export interface paths {
    "/api/v1/admin/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the mail outbox
         * @description What Signalbox mailed, newest first: without a mail server this is where codes and links are found. For administrators of the first tenant.
         */
        get: {
            parameters: {
                query: {
                    limit: number;
                    recipient?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Mails */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            /** @description Why it did not go out */
                            error: string | null;
                            id: number;
                            recipient: string;
                            /**
                             * @description `kept` without a mail server, else how far it came
                             * @enum {unknown}
                             */
                            status: "kept" | "waiting" | "sent" | "failed" | "expired";
                            subject: string;
                            template: string;
                            text: string;
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All users
         * @description With subscription and verification. For administrators.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            disabled: boolean;
                            /** @example user@example.com */
                            email: string;
                            email_verified: boolean;
                            /** @example usr_1a2b3c4d */
                            id: string;
                            last_login: string | null;
                            mfa_enabled: boolean;
                            /** @description An admin nobody but an owner can change */
                            owner: boolean;
                            /**
                             * @example operator
                             * @enum {unknown}
                             */
                            role: "admin" | "operator" | "viewer";
                            /** @description Whose resources the user shares */
                            tenant: string;
                            /** @example pro */
                            tier: string;
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 5000 */
                            tokens_used: number;
                            /** @example newuser */
                            username: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a user
         * @description In the administrator’s own tenant. The address counts as verified.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Any text of your own, new for each request: sent again with the same key, the request has its effect once
                     * @example 5f1f7c9a-order-7
                     */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example user@example.com */
                        email: string;
                        /**
                         * @description At least 8 characters
                         * @example secure_password
                         */
                        password: string;
                        /**
                         * @default operator
                         * @example operator
                         * @enum {unknown}
                         */
                        role?: "admin" | "operator" | "viewer";
                        /** @example newuser */
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example user@example.com */
                            email: string;
                            /** @example usr_1a2b3c4d */
                            id: string;
                            /**
                             * @example operator
                             * @enum {unknown}
                             */
                            role: "admin" | "operator" | "viewer";
                            /** @example newuser */
                            username: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/users/{username}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user
         * @description Its ETag, sent as If-Match with a change, refuses the change if somebody else was quicker.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            disabled: boolean;
                            /** @example user@example.com */
                            email: string;
                            email_verified: boolean;
                            /** @example usr_1a2b3c4d */
                            id: string;
                            last_login: string | null;
                            mfa_enabled: boolean;
                            notifications_enabled: boolean;
                            /** @description An admin nobody but an owner can change */
                            owner: boolean;
                            /**
                             * @example operator
                             * @enum {unknown}
                             */
                            role: "admin" | "operator" | "viewer";
                            /** @description Whose resources the user shares */
                            tenant: string;
                            /** @example pro */
                            tier: string;
                            /** @example UTC */
                            timezone: string;
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 5000 */
                            tokens_used: number;
                            /** @example newuser */
                            username: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change a user
         * @description Changes what is sent and leaves the rest. A new password, or being disabled, ends the user’s sessions at once.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    "if-match"?: string;
                };
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        disabled?: boolean;
                        /** @example user@example.com */
                        email?: string;
                        /**
                         * @description Takes away a second factor that was lost
                         * @constant
                         */
                        mfa_enabled?: false;
                        /**
                         * @description At least 8 characters
                         * @example secure_password
                         */
                        password?: string;
                        /**
                         * @example operator
                         * @enum {unknown}
                         */
                        role?: "admin" | "operator" | "viewer";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            disabled: boolean;
                            /** @example user@example.com */
                            email: string;
                            email_verified: boolean;
                            /** @example usr_1a2b3c4d */
                            id: string;
                            last_login: string | null;
                            mfa_enabled: boolean;
                            notifications_enabled: boolean;
                            /** @description An admin nobody but an owner can change */
                            owner: boolean;
                            /**
                             * @example operator
                             * @enum {unknown}
                             */
                            role: "admin" | "operator" | "viewer";
                            /** @description Whose resources the user shares */
                            tenant: string;
                            /** @example pro */
                            tier: string;
                            /** @example UTC */
                            timezone: string;
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 5000 */
                            tokens_used: number;
                            /** @example newuser */
                            username: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The If-Match header is not true any more */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a user
         * @description With sessions, preferences, second factor, push tokens and proofs. Datasets and models stay with the tenant.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    username: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who answers: the built-in assistant, or which language model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            model: string | null;
                            provider: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a dataset analysed: quality, seasonality, anomalies, what to train */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Goes on with this conversation; without it a new one begins */
                        conversation_id?: string;
                        /** @description What the question is about */
                        dataset_id?: string;
                        /** @description Another name of `question` */
                        message?: string;
                        /** @example What model architecture should I use for this AHU dataset? */
                        question?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            analysis: {
                                /** @description Rows examined that hold an outlier */
                                anomalies_detected: number;
                                /** @example good */
                                data_quality: string;
                                quality_reasons: string[];
                                /** @description 0 to 100 */
                                quality_score: number;
                                recommended_architecture: string;
                                recommended_hyperparameters: {
                                    [key: string]: number | string;
                                };
                                rows_examined: number;
                                seasonality: boolean;
                            } | null;
                            conversation_id: string;
                            dataset_id: string | null;
                            /** @description Why a configured language model did not answer */
                            fallback: string | null;
                            model: string | null;
                            /**
                             * @description `builtin`, or whose model it is
                             * @example builtin
                             */
                            provider: string;
                            response: string;
                            /** @description `builtin` is computed by the house itself; `llm` is worded by a language model */
                            source: "builtin" | "llm";
                            training_plan: {
                                architecture: string;
                                dataset_id: string;
                                dataset_name: string;
                                hyperparameters: {
                                    [key: string]: number | string;
                                };
                                notes: string[];
                                /** @description The dataset is validated: POST /training/start takes the plan as it is */
                                ready: boolean;
                            } | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the assistant about datasets, models and training
         * @description Every answer says who gave it: the built-in assistant, which computes from the data, or a language model that uses the same tools. With `Accept: application/x-ndjson` the answer comes in lines: `{"text"}` as it is worded, `{"restart":true}` when what came so far does not count, and `{"done":…}` with all of it at the end.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Goes on with this conversation; without it a new one begins */
                        conversation_id?: string;
                        /** @description What the question is about */
                        dataset_id?: string;
                        /** @example What model architecture should I use for this AHU dataset? */
                        message: string;
                    };
                };
            };
            responses: {
                /** @description The answer, and who gave it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            conversation_id: string;
                            dataset_id: string | null;
                            /** @description Why a configured language model did not answer */
                            fallback: string | null;
                            model: string | null;
                            /**
                             * @description `builtin`, or whose model it is
                             * @example builtin
                             */
                            provider: string;
                            response: string;
                            /** @description `builtin` is computed by the house itself; `llm` is worded by a language model */
                            source: "builtin" | "llm";
                            training_plan: {
                                architecture: string;
                                dataset_id: string;
                                dataset_name: string;
                                hyperparameters: {
                                    [key: string]: number | string;
                                };
                                notes: string[];
                                /** @description The dataset is validated: POST /training/start takes the plan as it is */
                                ready: boolean;
                            } | null;
                        };
                        "application/x-ndjson": {
                            done?: {
                                conversation_id: string;
                                dataset_id: string | null;
                                /** @description Why a configured language model did not answer */
                                fallback: string | null;
                                model: string | null;
                                /**
                                 * @description `builtin`, or whose model it is
                                 * @example builtin
                                 */
                                provider: string;
                                response: string;
                                /** @description `builtin` is computed by the house itself; `llm` is worded by a language model */
                                source: "builtin" | "llm";
                                training_plan: {
                                    architecture: string;
                                    dataset_id: string;
                                    dataset_name: string;
                                    hyperparameters: {
                                        [key: string]: number | string;
                                    };
                                    notes: string[];
                                    /** @description The dataset is validated: POST /training/start takes the plan as it is */
                                    ready: boolean;
                                } | null;
                            };
                            restart?: boolean;
                            text?: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your conversations, the one talked in last first, each with its latest hundred messages */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    offset?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Of the last message */
                            content: string;
                            created_at: string;
                            dataset_id: string | null;
                            id: string;
                            /** @description Oldest first */
                            messages: {
                                content: string;
                                model: string | null;
                                provider: string | null;
                                role: "user" | "agent";
                                timestamp: string;
                                training_plan: {
                                    architecture: string;
                                    dataset_id: string;
                                    dataset_name: string;
                                    hyperparameters: {
                                        [key: string]: number | string;
                                    };
                                    notes: string[];
                                    /** @description The dataset is validated: POST /training/start takes the plan as it is */
                                    ready: boolean;
                                } | null;
                            }[];
                            /** @description Of the last message */
                            role: string;
                            title: string;
                            updated_at: string;
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agent/history/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One conversation with its messages */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Of the last message */
                            content: string;
                            created_at: string;
                            dataset_id: string | null;
                            id: string;
                            /** @description Oldest first */
                            messages: {
                                content: string;
                                model: string | null;
                                provider: string | null;
                                role: "user" | "agent";
                                timestamp: string;
                                training_plan: {
                                    architecture: string;
                                    dataset_id: string;
                                    dataset_name: string;
                                    hyperparameters: {
                                        [key: string]: number | string;
                                    };
                                    notes: string[];
                                    /** @description The dataset is validated: POST /training/start takes the plan as it is */
                                    ready: boolean;
                                } | null;
                            }[];
                            /** @description Of the last message */
                            role: string;
                            title: string;
                            updated_at: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Delete a conversation */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/change-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change my password
         * @description Ends all other sessions of the user; this one goes on.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description The one that holds now
                         * @example secure_password
                         */
                        current_password: string;
                        /**
                         * @description At least 8 characters
                         * @example secure_password
                         */
                        new_password: string;
                    };
                };
            };
            responses: {
                /** @description Password changed successfully */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Password changed successfully */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/cli/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to log in a command line
         * @description The code lives for two minutes. Whoever knows it gets the session: make it of random characters.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Made up by the command line
                         * @example cli_1a2b3c4d-5e6
                         */
                        session_code: string;
                    };
                };
            };
            responses: {
                /** @description Show the link, then poll */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Seconds
                             * @example 120
                             */
                            expires_in: number;
                            /**
                             * @description Made up by the command line
                             * @example cli_1a2b3c4d-5e6
                             */
                            session_code: string;
                            /** @example http://localhost:8080/auth/verify?code=cli_1a2b3c4d-5e6 */
                            verify_url: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/cli/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Has it been confirmed? */
        get: {
            parameters: {
                query: {
                    /**
                     * @description Made up by the command line
                     * @example cli_1a2b3c4d-5e6
                     */
                    code: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Not yet, or the session */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example admin */
                            role?: string;
                            /** @enum {unknown} */
                            status: "pending" | "verified";
                            /** @description Told once */
                            token?: string;
                            /** @example admin */
                            username?: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/cli/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asks to be let in
         * @description For the page that asks a person to confirm.
         */
        get: {
            parameters: {
                query: {
                    /**
                     * @description Made up by the command line
                     * @example cli_1a2b3c4d-5e6
                     */
                    code: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A command line that waits */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example 192.0.2.7 */
                            address: string;
                            confirmed: boolean;
                            /** @example prometheus-cli/0.1.0 */
                            user_agent: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/cli/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a command line in
         * @description As the user of the session token that is sent; name and role are looked up, and the command line gets a session of its own.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Made up by the command line
                         * @example cli_1a2b3c4d-5e6
                         */
                        code: string;
                        /** @description Not believed */
                        role?: string;
                        /** @description Of an open session */
                        token: string;
                        /** @description Not believed */
                        username?: string;
                    };
                };
            };
            responses: {
                /** @description CLI session verified */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example CLI session verified */
                            message: string;
                            /** @example verified */
                            status: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description Mails a link that works once, for 30 minutes. The answer never tells whether there is an account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example user@example.com */
                        email: string;
                    };
                };
            };
            responses: {
                /** @description If an account exists with that email, a reset link has been sent. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example If an account exists with that email, a reset link has been sent. */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Returns an opaque bearer token, valid for 24 hours or until it is logged out. At most 30 attempts a minute per address.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Password of the user
                         * @example secure_password
                         */
                        password: string;
                        /**
                         * @description Name of the user
                         * @example admin
                         */
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Logged in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            email_verified: boolean;
                            /** @description When true, the token opens nothing but `auth/mfa/validate`, which gives another */
                            mfa_required: boolean;
                            /** @description Send it as `Authorization: Bearer <token>` */
                            token: string;
                            user: {
                                /** @example admin@example.com */
                                email: string;
                                /** @example usr_1a2b3c4d */
                                id: string;
                                role: "admin" | "operator" | "viewer";
                                /** @example admin */
                                username: string;
                            };
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the session of the token, at once and everywhere.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Logged out */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Logged out */
                            message: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The user of the token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            /** @example admin@example.com */
                            email: string;
                            /** @example usr_1a2b3c4d */
                            id: string;
                            role: "admin" | "operator" | "viewer";
                            /** @example admin */
                            username: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/mfa/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish a login with a code
         * @description The second step where `auth/login` said `mfa_required`, within five minutes. Send its token as `Authorization: Bearer …`; without it the newest unfinished login of that user from the same address is meant. Codes count once; ten wrong ones in a quarter of an hour end the guessing.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Six digits of the authenticator app, or a recovery code where one is accepted
                         * @example 482917
                         */
                        code: string;
                        /** @example admin */
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Logged in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example MFA validated */
                            message: string;
                            /** @description Send it as `Authorization: Bearer <token>` */
                            token: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/resend-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a new code
         * @description The answer is the same whether the address has an account or not.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example user@example.com */
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Verification code sent */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Verification code sent */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password
         * @description With the token of the mail. Ends all sessions of the user.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description At least 8 characters
                         * @example secure_password
                         */
                        new_password: string;
                        /** @example 8c7f6a52-0f3e-4f6e-9d0e-5f1f7c9a1b2c */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Password reset successfully */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Password reset successfully */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token is valid */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            user: {
                                /** @example usr_1a2b3c4d */
                                id: string;
                                role: "admin" | "operator" | "viewer";
                                /** @example admin */
                                username: string;
                            };
                            valid: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign up
         * @description Creates an account with a free plan and mails a six-digit code to the address; logging in works once it is verified.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Any text of your own, new for each request: sent again with the same key, the request has its effect once
                     * @example 5f1f7c9a-order-7
                     */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example user@example.com */
                        email: string;
                        /**
                         * @description At least 8 characters
                         * @example secure_password
                         */
                        password: string;
                        /**
                         * @description At least 3 characters: letters, digits, underscores
                         * @example newuser
                         */
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Account created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Account created. Check your email for verification code. */
                            message: string;
                            /**
                             * @description The name of the new user
                             * @example newuser
                             */
                            user_id: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an address
         * @description With the code mailed after signing up. It lives for 15 minutes and can be tried five times.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example 482917 */
                        code: string;
                        /** @example user@example.com */
                        email: string;
                    };
                };
            };
            responses: {
                /** @description Email verified successfully */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Email verified successfully */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/checkout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pay for a plan
         * @description Answers the address of a page where it is paid: Stripe’s, or the sandbox’s, where no money moves.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example https://app.example.com/billing */
                        cancel_url?: string;
                        /** @example https://app.example.com/billing */
                        success_url?: string;
                        /**
                         * @description `pro` or `enterprise`
                         * @example pro
                         */
                        tier: string;
                    };
                };
            };
            responses: {
                /** @description Go there */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example https://checkout.stripe.com/c/pay/cs_… */
                            checkout_url: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the tokens
         * @description Every change of the balance, newest first.
         */
        get: {
            parameters: {
                query: {
                    limit: number;
                    offset: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            /** @example 999 */
                            balance: number;
                            /**
                             * @description What it did to the balance
                             * @example -1
                             */
                            change: number;
                            id: number;
                            /** @enum {unknown} */
                            kind: "grant" | "renew" | "reserve" | "settle" | "release";
                            purpose: string | null;
                            /** @example 1 */
                            tokens: number;
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Manage the subscription
         * @description Answers the address of a page where it is changed or ended; it leads back to the console’s billing page.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Go there */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example https://billing.stripe.com/p/session/… */
                            portal_url: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/sandbox/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the sandbox */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What the page shows */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cancel_url: string;
                            id: string;
                            /** @enum {unknown} */
                            kind: "checkout" | "portal";
                            /** @enum {unknown} */
                            status: "open" | "completed" | "cancelled";
                            success_url: string;
                            /** @description What is paid for; null in the portal */
                            tier: ("free" | "pro" | "enterprise") | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/sandbox/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a page of the sandbox */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done; go on there */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            redirect_url: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/sandbox/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pay in the sandbox, or change or end the subscription in its portal */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description In the portal: `free` ends it
                         * @enum {unknown}
                         */
                        tier?: "free" | "pro" | "enterprise";
                    };
                };
            };
            responses: {
                /** @description Done; go on there */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            redirect_url: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The subscription */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Of the caller’s tenant */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            current_period_end: string;
                            /** Format: date-time */
                            current_period_start: string;
                            id: string;
                            /**
                             * @description In the sandbox no money moves
                             * @enum {unknown}
                             */
                            provider: "stripe" | "sandbox";
                            /**
                             * @description Whether the last payment came
                             * @enum {unknown}
                             */
                            status: "active" | "past_due";
                            stripe_customer_id: string | null;
                            stripe_subscription_id: string | null;
                            /**
                             * @example pro
                             * @enum {unknown}
                             */
                            tier: "free" | "pro" | "enterprise";
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 5000 */
                            tokens_used_this_period: number;
                            /** Format: date-time */
                            updated_at: string;
                            /**
                             * @description Who asks; a subscription is shared by a tenant
                             * @example usr_1a2b3c4d
                             */
                            user_id: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage and limits
         * @description Where `unlimited` is true, the limits are the largest whole number JSON holds exactly, 2^53 − 1.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Of the caller’s tenant */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example 5 */
                            max_concurrent_trainings: number;
                            /** @example 524288000 */
                            max_dataset_size_bytes: number;
                            /** @example 50 */
                            max_datasets: number;
                            /** @example 10 */
                            max_deployments: number;
                            /** @example 25 */
                            max_models: number;
                            /** @example 10 */
                            percentage_used: number;
                            /**
                             * @example pro
                             * @enum {unknown}
                             */
                            tier: "free" | "pro" | "enterprise";
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 50000 */
                            tokens_limit: number;
                            /** @example 5000 */
                            tokens_used: number;
                            unlimited: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/billing/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a report of Stripe
         * @description Verified by its `Stripe-Signature` (HMAC-SHA256, at most five minutes old). Each event is applied once, whatever its order; what this version does not know is taken and changes nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Its effect is durable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            received: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List kept connections
         * @description Newest first. Everybody sees their own, administrators those of their tenant; secrets never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its fields; secrets are ******** */
                            config: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            id: string;
                            last_used_at: string | null;
                            name: string;
                            source_type: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Keep a connection
         * @description It is encrypted; its secrets are never shown again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "source_type": "sqlite",
                     *       "connection_string": "readings.db",
                     *       "query": "SELECT * FROM readings",
                     *       "name": "Plant database"
                     *     }
                     */
                    "application/json": {
                        /** @description aegis_bridge: default 9090 */
                        aegis_port?: number;
                        /** @description mongodb: key of the Data API */
                        api_key?: string;
                        /** @description REST address of postgresql, tidb and sqlite instead of a connection; mongodb (Data API) and spacetimedb */
                        api_url?: string;
                        /** @description spacetimedb: bearer token */
                        auth_token?: string;
                        /** @description Aegis-DB collection, default hardware_metrics; also accepted for MongoDB */
                        collection?: string;
                        /** @description Only these columns; default all */
                        columns?: string[];
                        /** @description postgresql, tidb, mongodb: URL with credentials; sqlite: file in the folder for imports */
                        connection_string?: string;
                        /** @description aegis_bridge: address of the edge controller */
                        controller_ip?: string;
                        /** @description mongodb: cluster of the Data API; default the database */
                        data_source?: string;
                        /** @description influxdb, mongodb, spacetimedb: name of the database */
                        database?: string;
                        /** @description MongoDB filter */
                        filter?: {
                            [key: string]: unknown;
                        };
                        /** @description Most rows; default 1,000,000 */
                        limit?: number;
                        /** @description InfluxDB measurement */
                        measurement?: string;
                        /** @description MongoDB collection */
                        mongodb_collection?: string;
                        name: string;
                        /** @description One SELECT, of SQL sources */
                        query?: string;
                        /** @description Default aegis_bridge; one of aegis_bridge, influxdb, postgresql, tidb, sqlite, mongodb, spacetimedb */
                        source_type?: string;
                        /** @description Only readings of this time; Aegis-DB: the last 30 days unless given */
                        time_range?: {
                            /** @description ISO time */
                            end?: string;
                            /** @description ISO time */
                            start?: string;
                        };
                        /** @description influxdb: API token */
                        token?: string;
                        /** @description influxdb: base URL */
                        url?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its fields; secrets are ******** */
                            config: {
                                [key: string]: unknown;
                            };
                            created_at: string;
                            id: string;
                            last_used_at: string | null;
                            name: string;
                            source_type: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a connection */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example conn_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Forgotten */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import a dataset from a kept connection */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Any text of your own, new for each request: sent again with the same key, the request has its effect once
                     * @example 5f1f7c9a-order-7
                     */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @example conn_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Local readings, June",
                     *       "equipment_type": "pump"
                     *     }
                     */
                    "application/json": {
                        /** @description Aegis-DB collection, default hardware_metrics; also accepted for MongoDB */
                        collection?: string;
                        /** @description Only these columns; default all */
                        columns?: string[];
                        /** @enum {unknown} */
                        equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                        /** @description MongoDB filter */
                        filter?: {
                            [key: string]: unknown;
                        };
                        /** @description Most rows; default 1,000,000 */
                        limit?: number;
                        location?: string;
                        /** @description InfluxDB measurement */
                        measurement?: string;
                        /** @description MongoDB collection */
                        mongodb_collection?: string;
                        /** @description Name of the new dataset */
                        name: string;
                        /** @description One SELECT, of SQL sources */
                        query?: string;
                        /** @description Only readings of this time; Aegis-DB: the last 30 days unless given */
                        time_range?: {
                            /** @description ISO time */
                            end?: string;
                            /** @description ISO time */
                            start?: string;
                        };
                        unit?: string;
                    };
                };
            };
            responses: {
                /** @description The new dataset */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Of every column with at least one number, times excepted; `std` is the population deviation
                             * @example {
                             *       "supply_temp": {
                             *         "min": 52.1,
                             *         "max": 78.3,
                             *         "mean": 65.2,
                             *         "std": 4.7
                             *       }
                             *     }
                             */
                            column_stats: {
                                [key: string]: {
                                    max: number;
                                    mean: number;
                                    min: number;
                                    std: number;
                                };
                            };
                            /**
                             * @example [
                             *       "timestamp",
                             *       "supply_temp",
                             *       "return_temp"
                             *     ]
                             */
                            columns: string[];
                            /**
                             * Format: date-time
                             * @description When it was uploaded
                             */
                            created_at: string;
                            /** @example admin */
                            created_by: string;
                            /** @enum {unknown} */
                            equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                            /** @example 12582912 */
                            file_size_bytes: number;
                            /** @example ds_1a2b3c4d */
                            id: string;
                            is_validated: boolean;
                            location: string | null;
                            locked: boolean;
                            /** @description Other fields sent with the file */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example Warren AHU-1 Sensors */
                            name: string;
                            /** @example 86400 */
                            row_count: number;
                            /** @example csv_upload */
                            source: string;
                            time_range: {
                                /**
                                 * Format: date-time
                                 * @description Last
                                 */
                                end: string;
                                /**
                                 * Format: date-time
                                 * @description First
                                 */
                                start: string;
                            } | null;
                            timestamp_column: string | null;
                            unit: string | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a source and see its first rows
         * @description Of a source described here, or of a kept one by `connection_id`; then only what is asked may differ.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "source_type": "sqlite",
                     *       "connection_string": "readings.db",
                     *       "query": "SELECT * FROM readings"
                     *     }
                     */
                    "application/json": {
                        /** @description aegis_bridge: default 9090 */
                        aegis_port?: number;
                        /** @description mongodb: key of the Data API */
                        api_key?: string;
                        /** @description REST address of postgresql, tidb and sqlite instead of a connection; mongodb (Data API) and spacetimedb */
                        api_url?: string;
                        /** @description spacetimedb: bearer token */
                        auth_token?: string;
                        /** @description Aegis-DB collection, default hardware_metrics; also accepted for MongoDB */
                        collection?: string;
                        /** @description Only these columns; default all */
                        columns?: string[];
                        /** @description A kept connection */
                        connection_id?: string;
                        /** @description postgresql, tidb, mongodb: URL with credentials; sqlite: file in the folder for imports */
                        connection_string?: string;
                        /** @description aegis_bridge: address of the edge controller */
                        controller_ip?: string;
                        /** @description mongodb: cluster of the Data API; default the database */
                        data_source?: string;
                        /** @description influxdb, mongodb, spacetimedb: name of the database */
                        database?: string;
                        /** @description MongoDB filter */
                        filter?: {
                            [key: string]: unknown;
                        };
                        /** @description Most rows; default 1,000,000 */
                        limit?: number;
                        /** @description InfluxDB measurement */
                        measurement?: string;
                        /** @description MongoDB collection */
                        mongodb_collection?: string;
                        /** @description One SELECT, of SQL sources */
                        query?: string;
                        /** @description Default aegis_bridge; one of aegis_bridge, influxdb, postgresql, tidb, sqlite, mongodb, spacetimedb */
                        source_type?: string;
                        /** @description Only readings of this time; Aegis-DB: the last 30 days unless given */
                        time_range?: {
                            /** @description ISO time */
                            end?: string;
                            /** @description ISO time */
                            start?: string;
                        };
                        /** @description influxdb: API token */
                        token?: string;
                        /** @description influxdb: base URL */
                        url?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            columns: string[];
                            /** @description Until the first rows were here */
                            latency_ms: number;
                            /** @description The first rows */
                            rows: string[][];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List datasets
         * @description Newest first. Everybody sees their own, administrators those of their tenant.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Datasets */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @example [
                             *       "timestamp",
                             *       "supply_temp",
                             *       "return_temp"
                             *     ]
                             */
                            columns: string[];
                            /**
                             * Format: date-time
                             * @description When it was uploaded
                             */
                            created_at: string;
                            /** @example admin */
                            created_by: string;
                            /** @enum {unknown} */
                            equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                            /** @example 12582912 */
                            file_size_bytes: number;
                            /** @example ds_1a2b3c4d */
                            id: string;
                            is_validated: boolean;
                            location: string | null;
                            locked: boolean;
                            /** @example Warren AHU-1 Sensors */
                            name: string;
                            /** @example 86400 */
                            row_count: number;
                            /** @example csv_upload */
                            source: string;
                            unit: string | null;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Upload a dataset
         * @description A CSV in UTF-8 with a header row; separated by comma, semicolon or tab; at most 100 MB and what the plan allows. Other fields are kept as metadata.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Any text of your own, new for each request: sent again with the same key, the request has its effect once
                     * @example 5f1f7c9a-order-7
                     */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /** @enum {unknown} */
                        equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                        /**
                         * Format: binary
                         * @description CSV file
                         */
                        file: string;
                        /** @description Building */
                        location?: string;
                        /** @description Display name */
                        name: string;
                        /** @description Equipment unit, such as AHU-1 */
                        unit?: string;
                    };
                };
            };
            responses: {
                /** @description The new dataset */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Of every column with at least one number, times excepted; `std` is the population deviation
                             * @example {
                             *       "supply_temp": {
                             *         "min": 52.1,
                             *         "max": 78.3,
                             *         "mean": 65.2,
                             *         "std": 4.7
                             *       }
                             *     }
                             */
                            column_stats: {
                                [key: string]: {
                                    max: number;
                                    mean: number;
                                    min: number;
                                    std: number;
                                };
                            };
                            /**
                             * @example [
                             *       "timestamp",
                             *       "supply_temp",
                             *       "return_temp"
                             *     ]
                             */
                            columns: string[];
                            /**
                             * Format: date-time
                             * @description When it was uploaded
                             */
                            created_at: string;
                            /** @example admin */
                            created_by: string;
                            /** @enum {unknown} */
                            equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                            /** @example 12582912 */
                            file_size_bytes: number;
                            /** @example ds_1a2b3c4d */
                            id: string;
                            is_validated: boolean;
                            location: string | null;
                            locked: boolean;
                            /** @description Other fields sent with the file */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example Warren AHU-1 Sensors */
                            name: string;
                            /** @example 86400 */
                            row_count: number;
                            /** @example csv_upload */
                            source: string;
                            time_range: {
                                /**
                                 * Format: date-time
                                 * @description Last
                                 */
                                end: string;
                                /**
                                 * Format: date-time
                                 * @description First
                                 */
                                start: string;
                            } | null;
                            timestamp_column: string | null;
                            unit: string | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at a dataset */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The dataset */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Of every column with at least one number, times excepted; `std` is the population deviation
                             * @example {
                             *       "supply_temp": {
                             *         "min": 52.1,
                             *         "max": 78.3,
                             *         "mean": 65.2,
                             *         "std": 4.7
                             *       }
                             *     }
                             */
                            column_stats: {
                                [key: string]: {
                                    max: number;
                                    mean: number;
                                    min: number;
                                    std: number;
                                };
                            };
                            /**
                             * @example [
                             *       "timestamp",
                             *       "supply_temp",
                             *       "return_temp"
                             *     ]
                             */
                            columns: string[];
                            /**
                             * Format: date-time
                             * @description When it was uploaded
                             */
                            created_at: string;
                            /** @example admin */
                            created_by: string;
                            /** @enum {unknown} */
                            equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                            /** @example 12582912 */
                            file_size_bytes: number;
                            /** @example ds_1a2b3c4d */
                            id: string;
                            is_validated: boolean;
                            location: string | null;
                            locked: boolean;
                            /** @description Other fields sent with the file */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example Warren AHU-1 Sensors */
                            name: string;
                            /** @example 86400 */
                            row_count: number;
                            /** @example csv_upload */
                            source: string;
                            time_range: {
                                /**
                                 * Format: date-time
                                 * @description Last
                                 */
                                end: string;
                                /**
                                 * Format: date-time
                                 * @description First
                                 */
                                start: string;
                            } | null;
                            timestamp_column: string | null;
                            unit: string | null;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Delete a dataset
         * @description With its files. Models trained on it stay.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/histograms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How readings are spread
         * @description Histograms and quantiles of columns with numbers, at most 50 at once.
         */
        get: {
            parameters: {
                query: {
                    bins: number;
                    /** @description Repeat it for several; default: the first ones */
                    columns?: string[];
                };
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In the order of the columns */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example ds_1a2b3c4d */
                            dataset_id: string;
                            histograms: {
                                /** @example supply_temp */
                                column: string;
                                counts: number[];
                                /** @description One more than counts */
                                edges: number[];
                                /**
                                 * @description p01, p05, p25, p50, p75, p95, p99; approximate for large datasets
                                 * @example {
                                 *       "p50": 65.1
                                 *     }
                                 */
                                quantiles: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page through the rows */
        get: {
            parameters: {
                query: {
                    page: number;
                    page_size: number;
                    /** @description Name of a column. Numbers sort as numbers, blanks come last. */
                    sort_col?: string;
                    sort_dir: "asc" | "desc";
                };
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page; beyond the last it has no rows */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            headers: string[];
                            /** @example 1 */
                            page: number;
                            /**
                             * @description The cells as they are in the file
                             * @example [
                             *       [
                             *         "2026-01-01T00:00:00Z",
                             *         "55.2",
                             *         "72.1"
                             *       ]
                             *     ]
                             */
                            rows: string[][];
                            /** @example 864 */
                            total_pages: number;
                            /** @example 86400 */
                            total_rows: number;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/recommend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which model suits a dataset
         * @description Rates all architectures by fixed rules over the shape of the data.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Best first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example ds_1a2b3c4d */
                            dataset_id: string;
                            /** @description All architectures, best first */
                            recommendations: {
                                /** @enum {unknown} */
                                architecture: "lstm_autoencoder" | "gru_predictor" | "sentinel";
                                description: string;
                                /**
                                 * @description To start a training with
                                 * @example {
                                 *       "hidden_dim": 64,
                                 *       "num_layers": 2,
                                 *       "epochs": 100
                                 *     }
                                 */
                                hyperparameters: {
                                    [key: string]: number | string;
                                };
                                /** @example Real-time anomaly alerts when score exceeds threshold */
                                inference_result: string;
                                /** @example 8 sensor columns, 60-step sequences */
                                inputs: string;
                                /** @example 0.95 */
                                match_score: number;
                                /** @example Reconstruction error score (0.0-1.0) */
                                outputs: string;
                                /** @example Anomaly Detection */
                                use_case: string;
                            }[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings for a plot
         * @description Least, greatest and mean of evenly wide buckets over time (or rows, without times), for at most 20 columns.
         */
        get: {
            parameters: {
                query: {
                    /** @description Repeat it for several; default: the first ones */
                    columns?: string[];
                    /** @description Time in ISO 8601, or a row number where there are no times */
                    from?: string;
                    points: number;
                    /** @description Inclusive */
                    to?: string;
                };
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Buckets that have rows */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            axis: "time" | "row";
                            /** @example ds_1a2b3c4d */
                            dataset_id: string;
                            series: {
                                column: string;
                                max: (number | null)[];
                                mean: (number | null)[];
                                min: (number | null)[];
                            }[];
                            /** @description Milliseconds since 1970 UTC, or row numbers */
                            x: number[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unlock a dataset
         * @description It has to be validated again before training.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unlocked */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            is_validated: boolean;
                            locked: boolean;
                            /** @example Dataset unlocked */
                            message: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/{id}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate a dataset
         * @description Checks all rows. What is fit for training is locked and its file packed.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example ds_1a2b3c4d */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was found, fit or not */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example 8 */
                            columns_checked: number;
                            is_validated: boolean;
                            /**
                             * @description What was found; missing values are told but only make it invalid where they are more than half
                             * @example [
                             *       "Column 'damper_pos': 230 missing values (0.27%)"
                             *     ]
                             */
                            issues: string[];
                            locked: boolean;
                            /** @example 86400 */
                            rows_checked: number;
                            valid: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/datasets/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a dataset from another system
         * @description Reads the source and answers when the dataset is there; hanging up ends the import and leaves nothing. Credentials are used once and kept nowhere, unless `save_connection` asks to keep them (encrypted).
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description Any text of your own, new for each request: sent again with the same key, the request has its effect once
                     * @example 5f1f7c9a-order-7
                     */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "source_type": "sqlite",
                     *       "connection_string": "readings.db",
                     *       "query": "SELECT * FROM readings",
                     *       "name": "Local readings",
                     *       "equipment_type": "pump"
                     *     }
                     */
                    "application/json": {
                        /** @description aegis_bridge: default 9090 */
                        aegis_port?: number;
                        /** @description mongodb: key of the Data API */
                        api_key?: string;
                        /** @description REST address of postgresql, tidb and sqlite instead of a connection; mongodb (Data API) and spacetimedb */
                        api_url?: string;
                        /** @description spacetimedb: bearer token */
                        auth_token?: string;
                        /** @description Aegis-DB collection, default hardware_metrics; also accepted for MongoDB */
                        collection?: string;
                        /** @description Only these columns; default all */
                        columns?: string[];
                        /** @description Its name; default that of the dataset */
                        connection_name?: string;
                        /** @description postgresql, tidb, mongodb: URL with credentials; sqlite: file in the folder for imports */
                        connection_string?: string;
                        /** @description aegis_bridge: address of the edge controller */
                        controller_ip?: string;
                        /** @description mongodb: cluster of the Data API; default the database */
                        data_source?: string;
                        /** @description influxdb, mongodb, spacetimedb: name of the database */
                        database?: string;
                        /** @enum {unknown} */
                        equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                        /** @description MongoDB filter */
                        filter?: {
                            [key: string]: unknown;
                        };
                        /** @description Most rows; default 1,000,000 */
                        limit?: number;
                        location?: string;
                        /** @description InfluxDB measurement */
                        measurement?: string;
                        /** @description MongoDB collection */
                        mongodb_collection?: string;
                        /** @description Name of the new dataset */
                        name: string;
                        /** @description One SELECT, of SQL sources */
                        query?: string;
                        /** @description Keep the source for the next time */
                        save_connection?: boolean;
                        /** @description Default aegis_bridge; one of aegis_bridge, influxdb, postgresql, tidb, sqlite, mongodb, spacetimedb */
                        source_type?: string;
                        /** @description Only readings of this time; Aegis-DB: the last 30 days unless given */
                        time_range?: {
                            /** @description ISO time */
                            end?: string;
                            /** @description ISO time */
                            start?: string;
                        };
                        /** @description influxdb: API token */
                        token?: string;
                        unit?: string;
                        /** @description influxdb: base URL */
                        url?: string;
                    };
                };
            };
            responses: {
                /** @description The new dataset */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Of every column with at least one number, times excepted; `std` is the population deviation
                             * @example {
                             *       "supply_temp": {
                             *         "min": 52.1,
                             *         "max": 78.3,
                             *         "mean": 65.2,
                             *         "std": 4.7
                             *       }
                             *     }
                             */
                            column_stats: {
                                [key: string]: {
                                    max: number;
                                    mean: number;
                                    min: number;
                                    std: number;
                                };
                            };
                            /**
                             * @example [
                             *       "timestamp",
                             *       "supply_temp",
                             *       "return_temp"
                             *     ]
                             */
                            columns: string[];
                            /**
                             * Format: date-time
                             * @description When it was uploaded
                             */
                            created_at: string;
                            /** @example admin */
                            created_by: string;
                            /** @enum {unknown} */
                            equipment_type: "air_handler" | "boiler" | "pump" | "chiller" | "fan_coil" | "steam";
                            /** @example 12582912 */
                            file_size_bytes: number;
                            /** @example ds_1a2b3c4d */
                            id: string;
                            is_validated: boolean;
                            location: string | null;
                            locked: boolean;
                            /** @description Other fields sent with the file */
                            metadata: {
                                [key: string]: unknown;
                            };
                            /** @example Warren AHU-1 Sensors */
                            name: string;
                            /** @example 86400 */
                            row_count: number;
                            /** @example csv_upload */
                            source: string;
                            time_range: {
                                /**
                                 * Format: date-time
                                 * @description Last
                                 */
                                end: string;
                                /**
                                 * Format: date-time
                                 * @description First
                                 */
                                start: string;
                            } | null;
                            timestamp_column: string | null;
                            unit: string | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deployments */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            binary_sha256: string | null;
                            binary_size_bytes: number | null;
                            /** Format: date-time */
                            created_at: string;
                            deployed_at: string | null;
                            deployed_by: string;
                            error: string | null;
                            failed_step: string | null;
                            id: string;
                            model_id: string;
                            model_name: string;
                            packaged_at: string | null;
                            precision: string;
                            /** @enum {unknown} */
                            status: "compiling" | "quantizing" | "packaging" | "transferring" | "deployed" | "failed" | "cancelled";
                            target_arch: string;
                            target_id: string | null;
                            target_ip: string;
                            target_name: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Deploy a model to a device
         * @description Compiles the edge program for the device, quantizes the model, packs both into one static binary and sends it by SSH. Follow the status: compiling → quantizing → packaging → transferring → deployed, or failed with the reason. The binary of a failed transfer stays downloadable.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "model_id": "mdl_def456ab",
                     *       "target_ip": "100.124.76.93",
                     *       "target_name": "Warren AHU-1"
                     *     }
                     */
                    "application/json": {
                        model_id: string;
                        /**
                         * @description Weights on the device; default int8
                         * @enum {unknown}
                         */
                        precision?: "int8" | "float";
                        /**
                         * @description Processor and system of the device
                         * @enum {unknown}
                         */
                        target_arch?: "armv7-unknown-linux-musleabihf" | "aarch64-unknown-linux-musl" | "x86_64-unknown-linux-musl";
                        /** @description A registered target, instead of its address */
                        target_id?: string;
                        /** @description Address of a registered target */
                        target_ip?: string;
                        target_name?: string;
                    };
                };
            };
            responses: {
                /** @description Begun; poll it by its id */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            binary_sha256: string | null;
                            binary_size_bytes: number | null;
                            /** Format: date-time */
                            created_at: string;
                            deployed_at: string | null;
                            deployed_by: string;
                            error: string | null;
                            failed_step: string | null;
                            id: string;
                            model_id: string;
                            model_name: string;
                            packaged_at: string | null;
                            precision: string;
                            /** @enum {unknown} */
                            status: "compiling" | "quantizing" | "packaging" | "transferring" | "deployed" | "failed" | "cancelled";
                            target_arch: string;
                            target_id: string | null;
                            target_ip: string;
                            target_name: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get deployment status
         * @description With `format=certificate` a page to print (text/html), once the program is built.
         */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "certificate";
                };
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            binary_sha256: string | null;
                            binary_size_bytes: number | null;
                            /** Format: date-time */
                            created_at: string;
                            deployed_at: string | null;
                            deployed_by: string;
                            error: string | null;
                            failed_step: string | null;
                            id: string;
                            model_id: string;
                            model_name: string;
                            packaged_at: string | null;
                            precision: string;
                            /** @enum {unknown} */
                            status: "compiling" | "quantizing" | "packaging" | "transferring" | "deployed" | "failed" | "cancelled";
                            target_arch: string;
                            target_id: string | null;
                            target_ip: string;
                            target_name: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Cancel and remove a deployment
         * @description Removes the record and the binary; what runs on the device stays there.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/attestation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a printed certificate is true to the records */
        get: {
            parameters: {
                query: {
                    /** @description The attestation on the certificate */
                    code: string;
                };
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            algorithm: "HMAC-SHA-256";
                            deployment_id: string;
                            /** @description The code is that of this deployment as it is now */
                            valid: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/binary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the static binary */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The program for the device */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the deployment did so far */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            line: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a failed deployment again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @example dep_mno345ab */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            binary_sha256: string | null;
                            binary_size_bytes: number | null;
                            /** Format: date-time */
                            created_at: string;
                            deployed_at: string | null;
                            deployed_by: string;
                            error: string | null;
                            failed_step: string | null;
                            id: string;
                            model_id: string;
                            model_name: string;
                            packaged_at: string | null;
                            precision: string;
                            /** @enum {unknown} */
                            status: "compiling" | "quantizing" | "packaging" | "transferring" | "deployed" | "failed" | "cancelled";
                            target_arch: string;
                            target_id: string | null;
                            target_ip: string;
                            target_name: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List registered edge controllers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            arch: string;
                            auth_method: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @constant */
                            credential: "********";
                            current_model: string | null;
                            current_model_version: string | null;
                            directory: string;
                            edge_port: number;
                            host_key: string | null;
                            id: string;
                            ip: string;
                            last_seen: string | null;
                            name: string;
                            port: number;
                            /** @enum {unknown} */
                            status: "online" | "offline" | "unknown";
                            username: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Register an edge controller
         * @description Its password or key is kept encrypted and never shown again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Warren AHU-1",
                     *       "ip": "100.124.76.93",
                     *       "username": "devops",
                     *       "password": "correct horse"
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Processor and system of the device
                         * @enum {unknown}
                         */
                        arch?: "armv7-unknown-linux-musleabihf" | "aarch64-unknown-linux-musl" | "x86_64-unknown-linux-musl";
                        /** @enum {unknown} */
                        auth_method?: "password" | "key" | "ssh_key";
                        /** @description Folder on the device; default signalbox in the home */
                        directory?: string;
                        /** @description Port of the edge program; default 6200 */
                        edge_port?: number;
                        /** @description SHA256:… to pin; without it the key of the first connection is pinned */
                        host_key?: string;
                        /** @description Address or host name of the device */
                        ip: string;
                        name: string;
                        password?: string;
                        /** @description SSH port; default 22 */
                        port?: number;
                        /** @description Private key, OpenSSH or PEM */
                        ssh_key?: string;
                        /** @description Default devops */
                        username?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            arch: string;
                            auth_method: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @constant */
                            credential: "********";
                            current_model: string | null;
                            current_model_version: string | null;
                            directory: string;
                            edge_port: number;
                            host_key: string | null;
                            id: string;
                            ip: string;
                            last_seen: string | null;
                            name: string;
                            port: number;
                            /** @enum {unknown} */
                            status: "online" | "offline" | "unknown";
                            username: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deployments/targets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an edge controller */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List evaluations, newest first; every finished training run has one */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    offset?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            created_at: string;
                            id: string;
                            /** @description Where the truth came from: labels in the dataset, or faults planted with a seed */
                            label_source: "dataset" | "synthetic";
                            metrics: {
                                accuracy: number;
                                auc_pr: number;
                                auc_roc: number;
                                f1: number;
                                precision: number;
                                recall: number;
                                /** @description Found from training data alone */
                                reconstruction_error_threshold: number;
                                val_loss: number;
                            };
                            model_id: string;
                            training_run_id: string;
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An evaluation with its confusion matrix and curves */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            confusion_matrix: {
                                false_negative: number;
                                false_positive: number;
                                true_negative: number;
                                true_positive: number;
                            };
                            created_at: string;
                            /** @description How the evaluation was done */
                            details: {
                                [key: string]: unknown;
                            };
                            gradient_evaluation: {
                                benchmarks?: {
                                    [key: string]: number;
                                };
                                completed_at?: string;
                                equipment_type?: string;
                                error?: string;
                                metrics?: {
                                    description: string;
                                    /** @description What it has to reach */
                                    mark: string | null;
                                    name: string;
                                    passed: boolean | null;
                                    /** @description Why there is no value */
                                    reason: string | null;
                                    type: string;
                                    value: number | null;
                                }[];
                                /** @description Precision, recall, F1 and AUC reach the benchmarks */
                                pass?: boolean;
                                /**
                                 * @description Computed by this server
                                 * @constant
                                 */
                                provider: "local";
                                /** @description Mean of those four */
                                score?: number;
                                started_at?: string;
                                status: "running" | "completed" | "failed";
                                verdict?: {
                                    model: string | null;
                                    provider: string;
                                    text: string;
                                } | null;
                            } | null;
                            id: string;
                            /** @description Where the truth came from: labels in the dataset, or faults planted with a seed */
                            label_source: "dataset" | "synthetic";
                            metrics: {
                                accuracy: number;
                                auc_pr: number;
                                auc_roc: number;
                                f1: number;
                                precision: number;
                                recall: number;
                                /** @description Found from training data alone */
                                reconstruction_error_threshold: number;
                                val_loss: number;
                            };
                            model_id: string;
                            pr_curve: {
                                precision: number[];
                                recall: number[];
                                threshold: number[];
                            };
                            roc_curve: {
                                false_positive_rate: number[];
                                /** @description Rows that score at least this count as anomalies */
                                threshold: number[];
                                true_positive_rate: number[];
                            };
                            training_curves: {
                                epochs: number[];
                                train_loss: number[];
                                val_loss: number[];
                            };
                            training_run_id: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations/{id}/gradient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the nineteen figures of an evaluation computed, by this server itself
         * @description The result appears in `gradient_evaluation` of the evaluation: `running`, then `completed` with the figures, or `failed` with the reason. Where a language model is configured it adds a verdict in words. Asked for again while it runs, nothing more happens.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            message: string;
                            /** @constant */
                            status: "running";
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor off
         * @description With a code of the app or a recovery code.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Six digits of the authenticator app, or a recovery code where one is accepted
                         * @example 482917
                         */
                        code: string;
                    };
                };
            };
            responses: {
                /** @description MFA disabled */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example MFA disabled */
                            message: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to set up a second factor
         * @description Makes a secret for an authenticator app (TOTP: SHA-1, 6 digits, 30 s). It counts once `mfa/verify` has seen a code of it; asking again makes another.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Scan or type it, then verify a code */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example otpauth://totp/Signalbox:user%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Signalbox */
                            provisioning_uri: string;
                            /**
                             * @description The same as a PNG to scan
                             * @example data:image/png;base64,…
                             */
                            qr_code: string;
                            /**
                             * @description Base32, 160 bit
                             * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
                             */
                            secret: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mfa/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor on
         * @description With the first code of the app. Tells ten recovery codes, this once: each replaces one code.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Six digits of the authenticator app, or a recovery code where one is accepted
                         * @example 482917
                         */
                        code: string;
                    };
                };
            };
            responses: {
                /** @description MFA enabled successfully */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example MFA enabled successfully */
                            message: string;
                            /**
                             * @example [
                             *       "k3vqa-7hd2m"
                             *     ]
                             */
                            recovery_codes: string[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List models, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    offset?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            created_at: string;
                            created_by: string;
                            equipment_type: string;
                            file_size_bytes: number;
                            id: string;
                            metrics: {
                                f1: number;
                                val_loss: number;
                            };
                            name: string;
                            parameters: number;
                            /** @description The file carries INT8 weights beside the full ones */
                            quantized: boolean;
                            /** @constant */
                            status: "ready";
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model with its metrics */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            bottleneck_dim: number;
                            created_at: string;
                            created_by: string;
                            dataset_id: string;
                            equipment_type: string;
                            /** @description The sensors it reads, in the order of a row */
                            features: string[];
                            file_path: string;
                            file_size_bytes: number;
                            hidden_dim: number;
                            hyperparameters: {
                                [key: string]: unknown;
                            };
                            id: string;
                            input_features: number;
                            metrics: {
                                f1: number;
                                precision: number;
                                recall: number;
                                reconstruction_error_threshold: number;
                                val_loss: number;
                            };
                            name: string;
                            num_layers: number;
                            parameters: number;
                            /** @description The file carries INT8 weights beside the full ones */
                            quantized: boolean;
                            quantized_size_bytes: number;
                            sequence_length: number;
                            sha256: string;
                            /** @constant */
                            status: "ready";
                            training_run_id: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /** Rename a model */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            bottleneck_dim: number;
                            created_at: string;
                            created_by: string;
                            dataset_id: string;
                            equipment_type: string;
                            /** @description The sensors it reads, in the order of a row */
                            features: string[];
                            file_path: string;
                            file_size_bytes: number;
                            hidden_dim: number;
                            hyperparameters: {
                                [key: string]: unknown;
                            };
                            id: string;
                            input_features: number;
                            metrics: {
                                f1: number;
                                precision: number;
                                recall: number;
                                reconstruction_error_threshold: number;
                                val_loss: number;
                            };
                            name: string;
                            num_layers: number;
                            parameters: number;
                            /** @description The file carries INT8 weights beside the full ones */
                            quantized: boolean;
                            quantized_size_bytes: number;
                            sequence_length: number;
                            sha256: string;
                            /** @constant */
                            status: "ready";
                            training_run_id: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Delete a model, its evaluations and its file */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare a model with another */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Id of the other model */
                        compare_with?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Winner minus loser */
                            advantage: {
                                f1: number;
                                val_loss: number;
                            };
                            models: {
                                architecture: string;
                                id: string;
                                metrics: {
                                    f1: number;
                                    precision: number;
                                    recall: number;
                                    val_loss: number;
                                };
                                name: string;
                            }[];
                            /** @description Id of the model with the higher f1; at equal f1 the lower val_loss */
                            winner: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The weights file (.axonml) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The model */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models/{id}/score": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Score rows with a model
         * @description Send `{"dataset_id": …}` or `{"columns": […], "rows": [[…], …]}` in the order of time; null stands for a missing reading, columns the model does not read are ignored. With `Accept: application/x-ndjson` each row is a line of its own, sent as it is computed.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Names of columns */
                        columns?: string[];
                        dataset_id?: string;
                        /** @description Arrays of cells, one for each column */
                        rows?: unknown[];
                    };
                };
            };
            responses: {
                /** @description Scores in the order of the rows */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            columns: string[];
                            model_id: string;
                            rows: {
                                anomaly: boolean;
                                /** @description The same from 0 to 1; one half at the threshold */
                                anomaly_score: number;
                                /** @description Per sensor; they sum to the score */
                                contributions: {
                                    [key: string]: number;
                                };
                                /** @description 0 is the first */
                                row: number;
                                /** @description How unusual, in units of the threshold: an anomaly from 1 on */
                                score: number;
                            }[];
                            threshold: number;
                        };
                        "application/x-ndjson": {
                            anomaly: boolean;
                            /** @description The same from 0 to 1; one half at the threshold */
                            anomaly_score: number;
                            /** @description Per sensor; they sum to the score */
                            contributions: {
                                [key: string]: number;
                            };
                            /** @description 0 is the first */
                            row: number;
                            /** @description How unusual, in units of the threshold: an anomaly from 1 on */
                            score: number;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your inbox, newest first, and how much of it is unread */
        get: {
            parameters: {
                query: {
                    limit: number;
                    offset: number;
                    /** @description Only what was not read yet */
                    unread: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            notifications: {
                                /** @example Training run tr_1a2b3c4d finished successfully */
                                body: string;
                                /** Format: date-time */
                                created_at: string;
                                /**
                                 * @description Ids of what it is about
                                 * @example {
                                 *       "training_id": "tr_1a2b3c4d",
                                 *       "model_id": "mdl_5e6f7a8b"
                                 *     }
                                 */
                                data: {
                                    [key: string]: unknown;
                                };
                                /** @example ntf_1a2b3c4d5e6f */
                                id: string;
                                read_at: string | null;
                                /** @example Training Complete */
                                title: string;
                                /** @enum {unknown} */
                                type: "training_queued" | "training_started" | "training_epoch_milestone" | "training_complete" | "training_failed" | "deployment_ready" | "deployment_failed" | "security_alert" | "account_verified" | "subscription_changed";
                            }[];
                            unread_count: number;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a notification as read */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example Training run tr_1a2b3c4d finished successfully */
                            body: string;
                            /** Format: date-time */
                            created_at: string;
                            /**
                             * @description Ids of what it is about
                             * @example {
                             *       "training_id": "tr_1a2b3c4d",
                             *       "model_id": "mdl_5e6f7a8b"
                             *     }
                             */
                            data: {
                                [key: string]: unknown;
                            };
                            /** @example ntf_1a2b3c4d5e6f */
                            id: string;
                            read_at: string | null;
                            /** @example Training Complete */
                            title: string;
                            /** @enum {unknown} */
                            type: "training_queued" | "training_started" | "training_epoch_milestone" | "training_complete" | "training_failed" | "deployment_ready" | "deployment_failed" | "security_alert" | "account_verified" | "subscription_changed";
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark your whole inbox as read */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            marked: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My profile */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The user of the token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            /** @example admin@example.com */
                            email: string;
                            mfa_enabled: boolean;
                            /** @description What the user chose, or the default */
                            preferences: {
                                /**
                                 * @description Taken when a training is started without one
                                 * @example lstm_autoencoder
                                 */
                                default_architecture: ("lstm_autoencoder" | "gru_predictor" | "sentinel") | null;
                                email_notifications: boolean;
                                /** @description False silences mails and pushes; the inbox is kept */
                                notifications_enabled: boolean;
                                /** @example nexusedge-dark */
                                theme: string;
                                /**
                                 * @description IANA name
                                 * @example America/New_York
                                 */
                                timezone: string;
                                /** @description Set to false, trainings go on to their last epoch unless the start names a patience */
                                training_auto_stop: boolean;
                            };
                            /** @example 10 */
                            recovery_codes_left: number;
                            /** @example admin */
                            role: string;
                            /** @example pro */
                            subscription_tier: string;
                            /** @example 45000 */
                            token_balance: number;
                            /** @example 5000 */
                            tokens_used: number;
                            /** @example usr_1a2b3c4d */
                            user_id: string;
                            /** @example admin */
                            username: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My preferences */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What the user chose, or the default */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Taken when a training is started without one
                             * @example lstm_autoencoder
                             */
                            default_architecture: ("lstm_autoencoder" | "gru_predictor" | "sentinel") | null;
                            email_notifications: boolean;
                            /** @description False silences mails and pushes; the inbox is kept */
                            notifications_enabled: boolean;
                            /** @example nexusedge-dark */
                            theme: string;
                            /**
                             * @description IANA name
                             * @example America/New_York
                             */
                            timezone: string;
                            /** @description Set to false, trainings go on to their last epoch unless the start names a patience */
                            training_auto_stop: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change my preferences
         * @description Changes what is sent and leaves the rest.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Taken when a training is started without one
                         * @example lstm_autoencoder
                         */
                        default_architecture?: ("lstm_autoencoder" | "gru_predictor" | "sentinel") | null;
                        email_notifications?: boolean;
                        /** @description False silences mails and pushes; the inbox is kept */
                        notifications_enabled?: boolean;
                        /** @example nexusedge-dark */
                        theme?: string;
                        /**
                         * @description IANA name
                         * @example America/New_York
                         */
                        timezone?: string;
                        /** @description Set to false, trainings go on to their last epoch unless the start names a patience */
                        training_auto_stop?: boolean;
                    };
                };
            };
            responses: {
                /** @description What the user chose, or the default */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description Taken when a training is started without one
                             * @example lstm_autoencoder
                             */
                            default_architecture: ("lstm_autoencoder" | "gru_predictor" | "sentinel") | null;
                            email_notifications: boolean;
                            /** @description False silences mails and pushes; the inbox is kept */
                            notifications_enabled: boolean;
                            /** @example nexusedge-dark */
                            theme: string;
                            /**
                             * @description IANA name
                             * @example America/New_York
                             */
                            timezone: string;
                            /** @description Set to false, trainings go on to their last epoch unless the start names a patience */
                            training_auto_stop: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am logged in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Open sessions, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example 192.0.2.7 */
                            address: string;
                            /** Format: date-time */
                            created_at: string;
                            /** @description The session of this very request */
                            current: boolean;
                            /** Format: date-time */
                            expires_at: string;
                            id: string;
                            /** @example Mozilla/5.0 … */
                            user_agent: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended, at once and everywhere */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register an Expo push token for the current user
         * @description From then on this phone hears of trainings, deployments, alerts and the account.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "token": "ExponentPushToken[aaaa]",
                     *       "platform": "ios",
                     *       "device_name": "iPhone 15"
                     *     }
                     */
                    "application/json": {
                        device_name?: string;
                        /** @enum {unknown} */
                        platform?: "ios" | "android" | "web";
                        /** @description As Expo gives it */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @constant */
                            message: "Push token registered";
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the machine and the caller’s tenant are doing */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Figures of this moment */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @example 1 */
                            active_training_runs: number;
                            /** @example 23.5 */
                            cpu_usage_percent: number;
                            /** @example 200 */
                            disk_total_gb: number;
                            /** @example 45.2 */
                            disk_used_gb: number;
                            /** @example 8 */
                            max_concurrent_trainings: number;
                            /** @example 8192 */
                            memory_total_mb: number;
                            /** @example 512 */
                            memory_used_mb: number;
                            /** @example 29 */
                            total_deployments: number;
                            /** @example 12 */
                            total_models: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List training runs, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    offset?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            best_val_loss: number | null;
                            completed_at: string | null;
                            created_by: string;
                            current_epoch: number;
                            dataset_id: string;
                            error: string | null;
                            id: string;
                            model_id: string | null;
                            /** @description While queued: when it was asked for */
                            started_at: string;
                            status: "queued" | "running" | "completed" | "failed" | "stopped";
                            total_epochs: number;
                            training_time_seconds: number;
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A training run with its current losses
         * @description With `format=report` a page to print (text/html).
         */
        get: {
            parameters: {
                query?: {
                    format?: "json" | "report";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            best_epoch: number | null;
                            best_val_loss: number | null;
                            completed_at: string | null;
                            created_by: string;
                            current_epoch: number;
                            current_train_loss: number | null;
                            current_val_loss: number | null;
                            dataset_id: string;
                            dataset_name: string;
                            engine: string | null;
                            error: string | null;
                            estimated_remaining_seconds: number | null;
                            hyperparameters: {
                                [key: string]: unknown;
                            };
                            id: string;
                            model_id: string | null;
                            /** @description While queued: when it was asked for */
                            started_at: string;
                            status: "queued" | "running" | "completed" | "failed" | "stopped";
                            total_epochs: number;
                            training_time_seconds: number;
                            warnings: string[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a run; its best weights so far become a model
         * @description A run that already ended is left as it is, and its status is answered.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            current_epoch: number;
                            id: string;
                            status: "queued" | "running" | "completed" | "failed" | "stopped";
                            total_epochs: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove your finished runs from the list; their models stay */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cleared: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much capacity is taken */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            active_trainings: number;
                            capacity_available: number;
                            max_concurrent: number;
                            queued: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/training/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a training run, or put it in line when all capacity is taken */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description `lstm_autoencoder` (default), `gru_predictor` or `sentinel`
                         * @example lstm_autoencoder
                         */
                        architecture?: string;
                        dataset_id: string;
                        /**
                         * @description What to change of the defaults; unknown names and values out of range are refused by name
                         * @example {
                         *       "learning_rate": 0.001,
                         *       "batch_size": 64,
                         *       "epochs": 100,
                         *       "hidden_dim": 64,
                         *       "sequence_length": 60
                         *     }
                         */
                        hyperparameters?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            architecture: string;
                            dataset_id: string;
                            id: string;
                            /** @description While queued: when it was asked for */
                            started_at: string;
                            status: "queued" | "running" | "completed" | "failed" | "stopped";
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else. A limit of the plan is reached */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is it alive */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The server answers */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The database, under the name this contract has for it */
                            aegis_db: "connected" | "disconnected";
                            /** @constant */
                            status: "ok";
                            /** @example 3600 */
                            uptime_seconds: number;
                            /** @example 0.1.0 */
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/training/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live progress of a training run (WebSocket)
         * @description Frames: `epoch_update` after each epoch, `training_complete` when the run completed, failed or was stopped. Authenticate with the Authorization header or `?token=`. `?after=` resumes behind the `sequence` of a frame.
         */
        get: {
            parameters: {
                query?: {
                    after?: number;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection is a WebSocket from here on */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "Dataset not found",
                         *       "code": "NOT_FOUND",
                         *       "details": "ds_00000000"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it: a list of fields, an id */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
