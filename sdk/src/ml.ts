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
                            id: number;
                            recipient: string;
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
                            /** @description When true, the token opens nothing until `mfa/validate` */
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
                header?: never;
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
