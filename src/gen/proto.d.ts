// Code generated from proto/ by npm run gen. DO NOT EDIT.
import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace opentelemetry. */
export namespace opentelemetry {

    /** Namespace proto. */
    namespace proto {

        /** Namespace collector. */
        namespace collector {

            /** Namespace logs. */
            namespace logs {

                /** Namespace v1. */
                namespace v1 {

                    /**
                     * Properties of an ExportLogsServiceRequest.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties instead.
                     */
                    interface IExportLogsServiceRequest extends opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties {
                    }

                    /** Represents an ExportLogsServiceRequest. */
                    class ExportLogsServiceRequest {

                        /**
                         * Constructs a new ExportLogsServiceRequest.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ExportLogsServiceRequest resourceLogs. */
                        resourceLogs: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties[];

                        /**
                         * Creates a new ExportLogsServiceRequest instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ExportLogsServiceRequest instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Shape): opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest & opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties): opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;

                        /**
                         * Encodes the specified ExportLogsServiceRequest message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.verify|verify} messages.
                         * @param message ExportLogsServiceRequest message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an ExportLogsServiceRequest message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest & opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Shape} ExportLogsServiceRequest
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest & opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest.$Shape;

                        /**
                         * Creates an ExportLogsServiceRequest message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ExportLogsServiceRequest
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;

                        /**
                         * Creates a plain object from an ExportLogsServiceRequest message. Also converts values to other types if specified.
                         * @param message ExportLogsServiceRequest
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ExportLogsServiceRequest to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ExportLogsServiceRequest {

                        /** Properties of an ExportLogsServiceRequest. */
                        interface $Properties {

                            /** ExportLogsServiceRequest resourceLogs */
                            resourceLogs?: (opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties[]|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of an ExportLogsServiceRequest. */
                        type $Shape = {
                          resourceLogs?: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Shape[]|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of an ExportLogsServiceResponse.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties instead.
                     */
                    interface IExportLogsServiceResponse extends opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties {
                    }

                    /** Represents an ExportLogsServiceResponse. */
                    class ExportLogsServiceResponse {

                        /**
                         * Constructs a new ExportLogsServiceResponse.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ExportLogsServiceResponse partialSuccess. */
                        partialSuccess?: (opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties|null);

                        /**
                         * Creates a new ExportLogsServiceResponse instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ExportLogsServiceResponse instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Shape): opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse & opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties): opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;

                        /**
                         * Encodes the specified ExportLogsServiceResponse message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.verify|verify} messages.
                         * @param message ExportLogsServiceResponse message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an ExportLogsServiceResponse message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse & opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Shape} ExportLogsServiceResponse
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse & opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Shape;

                        /**
                         * Creates an ExportLogsServiceResponse message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ExportLogsServiceResponse
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;

                        /**
                         * Creates a plain object from an ExportLogsServiceResponse message. Also converts values to other types if specified.
                         * @param message ExportLogsServiceResponse
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ExportLogsServiceResponse to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ExportLogsServiceResponse {

                        /** Properties of an ExportLogsServiceResponse. */
                        interface $Properties {

                            /** ExportLogsServiceResponse partialSuccess */
                            partialSuccess?: (opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of an ExportLogsServiceResponse. */
                        type $Shape = opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse.$Properties;
                    }

                    /**
                     * Properties of an ExportLogsPartialSuccess.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties instead.
                     */
                    interface IExportLogsPartialSuccess extends opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties {
                    }

                    /** Represents an ExportLogsPartialSuccess. */
                    class ExportLogsPartialSuccess {

                        /**
                         * Constructs a new ExportLogsPartialSuccess.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ExportLogsPartialSuccess rejectedLogRecords. */
                        rejectedLogRecords: number;

                        /** ExportLogsPartialSuccess errorMessage. */
                        errorMessage: string;

                        /**
                         * Creates a new ExportLogsPartialSuccess instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ExportLogsPartialSuccess instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Shape): opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess & opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties): opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;

                        /**
                         * Encodes the specified ExportLogsPartialSuccess message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.verify|verify} messages.
                         * @param message ExportLogsPartialSuccess message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an ExportLogsPartialSuccess message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess & opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Shape} ExportLogsPartialSuccess
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess & opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Shape;

                        /**
                         * Creates an ExportLogsPartialSuccess message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ExportLogsPartialSuccess
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;

                        /**
                         * Creates a plain object from an ExportLogsPartialSuccess message. Also converts values to other types if specified.
                         * @param message ExportLogsPartialSuccess
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ExportLogsPartialSuccess to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ExportLogsPartialSuccess {

                        /** Properties of an ExportLogsPartialSuccess. */
                        interface $Properties {

                            /** ExportLogsPartialSuccess rejectedLogRecords */
                            rejectedLogRecords?: (number|null);

                            /** ExportLogsPartialSuccess errorMessage */
                            errorMessage?: (string|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of an ExportLogsPartialSuccess. */
                        type $Shape = opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess.$Properties;
                    }

                    /**
                     * Properties of a ResourceLogs.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties instead.
                     */
                    interface IResourceLogs extends opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties {
                    }

                    /** Represents a ResourceLogs. */
                    class ResourceLogs {

                        /**
                         * Constructs a new ResourceLogs.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ResourceLogs resource. */
                        resource?: (opentelemetry.proto.collector.logs.v1.Resource.$Properties|null);

                        /** ResourceLogs scopeLogs. */
                        scopeLogs: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties[];

                        /**
                         * Creates a new ResourceLogs instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ResourceLogs instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Shape): opentelemetry.proto.collector.logs.v1.ResourceLogs & opentelemetry.proto.collector.logs.v1.ResourceLogs.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties): opentelemetry.proto.collector.logs.v1.ResourceLogs;

                        /**
                         * Encodes the specified ResourceLogs message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ResourceLogs.verify|verify} messages.
                         * @param message ResourceLogs message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ResourceLogs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes a ResourceLogs message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ResourceLogs & opentelemetry.proto.collector.logs.v1.ResourceLogs.$Shape} ResourceLogs
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ResourceLogs & opentelemetry.proto.collector.logs.v1.ResourceLogs.$Shape;

                        /**
                         * Creates a ResourceLogs message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ResourceLogs
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ResourceLogs;

                        /**
                         * Creates a plain object from a ResourceLogs message. Also converts values to other types if specified.
                         * @param message ResourceLogs
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ResourceLogs, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ResourceLogs to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ResourceLogs {

                        /** Properties of a ResourceLogs. */
                        interface $Properties {

                            /** ResourceLogs resource */
                            resource?: (opentelemetry.proto.collector.logs.v1.Resource.$Properties|null);

                            /** ResourceLogs scopeLogs */
                            scopeLogs?: (opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties[]|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of a ResourceLogs. */
                        type $Shape = {
                          resource?: opentelemetry.proto.collector.logs.v1.Resource.$Shape|null;
                          scopeLogs?: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Shape[]|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of a Resource.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.Resource.$Properties instead.
                     */
                    interface IResource extends opentelemetry.proto.collector.logs.v1.Resource.$Properties {
                    }

                    /** Represents a Resource. */
                    class Resource {

                        /**
                         * Constructs a new Resource.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.Resource.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** Resource attributes. */
                        attributes: opentelemetry.proto.collector.logs.v1.KeyValue.$Properties[];

                        /**
                         * Creates a new Resource instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns Resource instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.Resource.$Shape): opentelemetry.proto.collector.logs.v1.Resource & opentelemetry.proto.collector.logs.v1.Resource.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.Resource.$Properties): opentelemetry.proto.collector.logs.v1.Resource;

                        /**
                         * Encodes the specified Resource message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.Resource.verify|verify} messages.
                         * @param message Resource message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.Resource.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes a Resource message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.Resource & opentelemetry.proto.collector.logs.v1.Resource.$Shape} Resource
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.Resource & opentelemetry.proto.collector.logs.v1.Resource.$Shape;

                        /**
                         * Creates a Resource message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns Resource
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.Resource;

                        /**
                         * Creates a plain object from a Resource message. Also converts values to other types if specified.
                         * @param message Resource
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.Resource, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this Resource to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace Resource {

                        /** Properties of a Resource. */
                        interface $Properties {

                            /** Resource attributes */
                            attributes?: (opentelemetry.proto.collector.logs.v1.KeyValue.$Properties[]|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of a Resource. */
                        type $Shape = {
                          attributes?: opentelemetry.proto.collector.logs.v1.KeyValue.$Shape[]|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of a ScopeLogs.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties instead.
                     */
                    interface IScopeLogs extends opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties {
                    }

                    /** Represents a ScopeLogs. */
                    class ScopeLogs {

                        /**
                         * Constructs a new ScopeLogs.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ScopeLogs scope. */
                        scope?: (opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties|null);

                        /** ScopeLogs logRecords. */
                        logRecords: opentelemetry.proto.collector.logs.v1.LogRecord.$Properties[];

                        /**
                         * Creates a new ScopeLogs instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ScopeLogs instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Shape): opentelemetry.proto.collector.logs.v1.ScopeLogs & opentelemetry.proto.collector.logs.v1.ScopeLogs.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties): opentelemetry.proto.collector.logs.v1.ScopeLogs;

                        /**
                         * Encodes the specified ScopeLogs message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ScopeLogs.verify|verify} messages.
                         * @param message ScopeLogs message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ScopeLogs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes a ScopeLogs message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ScopeLogs & opentelemetry.proto.collector.logs.v1.ScopeLogs.$Shape} ScopeLogs
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ScopeLogs & opentelemetry.proto.collector.logs.v1.ScopeLogs.$Shape;

                        /**
                         * Creates a ScopeLogs message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ScopeLogs
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ScopeLogs;

                        /**
                         * Creates a plain object from a ScopeLogs message. Also converts values to other types if specified.
                         * @param message ScopeLogs
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ScopeLogs, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ScopeLogs to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ScopeLogs {

                        /** Properties of a ScopeLogs. */
                        interface $Properties {

                            /** ScopeLogs scope */
                            scope?: (opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties|null);

                            /** ScopeLogs logRecords */
                            logRecords?: (opentelemetry.proto.collector.logs.v1.LogRecord.$Properties[]|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of a ScopeLogs. */
                        type $Shape = {
                          scope?: opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Shape|null;
                          logRecords?: opentelemetry.proto.collector.logs.v1.LogRecord.$Shape[]|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of an InstrumentationScope.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties instead.
                     */
                    interface IInstrumentationScope extends opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties {
                    }

                    /** Represents an InstrumentationScope. */
                    class InstrumentationScope {

                        /**
                         * Constructs a new InstrumentationScope.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** InstrumentationScope name. */
                        name: string;

                        /** InstrumentationScope version. */
                        version: string;

                        /**
                         * Creates a new InstrumentationScope instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns InstrumentationScope instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Shape): opentelemetry.proto.collector.logs.v1.InstrumentationScope & opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties): opentelemetry.proto.collector.logs.v1.InstrumentationScope;

                        /**
                         * Encodes the specified InstrumentationScope message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.InstrumentationScope.verify|verify} messages.
                         * @param message InstrumentationScope message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an InstrumentationScope message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.InstrumentationScope & opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Shape} InstrumentationScope
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.InstrumentationScope & opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Shape;

                        /**
                         * Creates an InstrumentationScope message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns InstrumentationScope
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.InstrumentationScope;

                        /**
                         * Creates a plain object from an InstrumentationScope message. Also converts values to other types if specified.
                         * @param message InstrumentationScope
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.InstrumentationScope, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this InstrumentationScope to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace InstrumentationScope {

                        /** Properties of an InstrumentationScope. */
                        interface $Properties {

                            /** InstrumentationScope name */
                            name?: (string|null);

                            /** InstrumentationScope version */
                            version?: (string|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of an InstrumentationScope. */
                        type $Shape = opentelemetry.proto.collector.logs.v1.InstrumentationScope.$Properties;
                    }

                    /**
                     * Properties of a LogRecord.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.LogRecord.$Properties instead.
                     */
                    interface ILogRecord extends opentelemetry.proto.collector.logs.v1.LogRecord.$Properties {
                    }

                    /** Represents a LogRecord. */
                    class LogRecord {

                        /**
                         * Constructs a new LogRecord.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.LogRecord.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** LogRecord timeUnixNano. */
                        timeUnixNano: number;

                        /** LogRecord severityNumber. */
                        severityNumber: number;

                        /** LogRecord severityText. */
                        severityText: string;

                        /** LogRecord body. */
                        body?: (opentelemetry.proto.collector.logs.v1.AnyValue.$Properties|null);

                        /** LogRecord attributes. */
                        attributes: opentelemetry.proto.collector.logs.v1.KeyValue.$Properties[];

                        /** LogRecord observedTimeUnixNano. */
                        observedTimeUnixNano: number;

                        /** LogRecord eventName. */
                        eventName: string;

                        /**
                         * Creates a new LogRecord instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns LogRecord instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.LogRecord.$Shape): opentelemetry.proto.collector.logs.v1.LogRecord & opentelemetry.proto.collector.logs.v1.LogRecord.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.LogRecord.$Properties): opentelemetry.proto.collector.logs.v1.LogRecord;

                        /**
                         * Encodes the specified LogRecord message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.LogRecord.verify|verify} messages.
                         * @param message LogRecord message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.LogRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes a LogRecord message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.LogRecord & opentelemetry.proto.collector.logs.v1.LogRecord.$Shape} LogRecord
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.LogRecord & opentelemetry.proto.collector.logs.v1.LogRecord.$Shape;

                        /**
                         * Creates a LogRecord message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns LogRecord
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.LogRecord;

                        /**
                         * Creates a plain object from a LogRecord message. Also converts values to other types if specified.
                         * @param message LogRecord
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.LogRecord, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this LogRecord to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace LogRecord {

                        /** Properties of a LogRecord. */
                        interface $Properties {

                            /** LogRecord timeUnixNano */
                            timeUnixNano?: (number|null);

                            /** LogRecord severityNumber */
                            severityNumber?: (number|null);

                            /** LogRecord severityText */
                            severityText?: (string|null);

                            /** LogRecord body */
                            body?: (opentelemetry.proto.collector.logs.v1.AnyValue.$Properties|null);

                            /** LogRecord attributes */
                            attributes?: (opentelemetry.proto.collector.logs.v1.KeyValue.$Properties[]|null);

                            /** LogRecord observedTimeUnixNano */
                            observedTimeUnixNano?: (number|null);

                            /** LogRecord eventName */
                            eventName?: (string|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of a LogRecord. */
                        type $Shape = {
                          timeUnixNano?: number|null;
                          severityNumber?: number|null;
                          severityText?: string|null;
                          body?: opentelemetry.proto.collector.logs.v1.AnyValue.$Shape|null;
                          attributes?: opentelemetry.proto.collector.logs.v1.KeyValue.$Shape[]|null;
                          observedTimeUnixNano?: number|null;
                          eventName?: string|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of a KeyValue.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.KeyValue.$Properties instead.
                     */
                    interface IKeyValue extends opentelemetry.proto.collector.logs.v1.KeyValue.$Properties {
                    }

                    /** Represents a KeyValue. */
                    class KeyValue {

                        /**
                         * Constructs a new KeyValue.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.KeyValue.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** KeyValue key. */
                        key: string;

                        /** KeyValue value. */
                        value?: (opentelemetry.proto.collector.logs.v1.AnyValue.$Properties|null);

                        /**
                         * Creates a new KeyValue instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns KeyValue instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.KeyValue.$Shape): opentelemetry.proto.collector.logs.v1.KeyValue & opentelemetry.proto.collector.logs.v1.KeyValue.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.KeyValue.$Properties): opentelemetry.proto.collector.logs.v1.KeyValue;

                        /**
                         * Encodes the specified KeyValue message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.KeyValue.verify|verify} messages.
                         * @param message KeyValue message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.KeyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes a KeyValue message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.KeyValue & opentelemetry.proto.collector.logs.v1.KeyValue.$Shape} KeyValue
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.KeyValue & opentelemetry.proto.collector.logs.v1.KeyValue.$Shape;

                        /**
                         * Creates a KeyValue message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns KeyValue
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.KeyValue;

                        /**
                         * Creates a plain object from a KeyValue message. Also converts values to other types if specified.
                         * @param message KeyValue
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.KeyValue, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this KeyValue to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace KeyValue {

                        /** Properties of a KeyValue. */
                        interface $Properties {

                            /** KeyValue key */
                            key?: (string|null);

                            /** KeyValue value */
                            value?: (opentelemetry.proto.collector.logs.v1.AnyValue.$Properties|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of a KeyValue. */
                        type $Shape = {
                          key?: string|null;
                          value?: opentelemetry.proto.collector.logs.v1.AnyValue.$Shape|null;
                          $unknowns?: Uint8Array[];
                        };
                    }

                    /**
                     * Properties of an AnyValue.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.AnyValue.$Properties instead.
                     */
                    interface IAnyValue extends opentelemetry.proto.collector.logs.v1.AnyValue.$Properties {
                    }

                    /** Represents an AnyValue. */
                    class AnyValue {

                        /**
                         * Constructs a new AnyValue.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.AnyValue.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** AnyValue stringValue. */
                        stringValue?: (string|null);

                        /** AnyValue boolValue. */
                        boolValue?: (boolean|null);

                        /** AnyValue intValue. */
                        intValue?: (number|null);

                        /** AnyValue doubleValue. */
                        doubleValue?: (number|null);

                        /** AnyValue arrayValue. */
                        arrayValue?: (opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties|null);

                        /** AnyValue value. */
                        value?: ("stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue");

                        /**
                         * Creates a new AnyValue instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns AnyValue instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.AnyValue.$Shape): opentelemetry.proto.collector.logs.v1.AnyValue & opentelemetry.proto.collector.logs.v1.AnyValue.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.AnyValue.$Properties): opentelemetry.proto.collector.logs.v1.AnyValue;

                        /**
                         * Encodes the specified AnyValue message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.AnyValue.verify|verify} messages.
                         * @param message AnyValue message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.AnyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an AnyValue message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.AnyValue & opentelemetry.proto.collector.logs.v1.AnyValue.$Shape} AnyValue
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.AnyValue & opentelemetry.proto.collector.logs.v1.AnyValue.$Shape;

                        /**
                         * Creates an AnyValue message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns AnyValue
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.AnyValue;

                        /**
                         * Creates a plain object from an AnyValue message. Also converts values to other types if specified.
                         * @param message AnyValue
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.AnyValue, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this AnyValue to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace AnyValue {

                        /** Properties of an AnyValue. */
                        interface $Properties {

                            /** AnyValue stringValue */
                            stringValue?: (string|null);

                            /** AnyValue boolValue */
                            boolValue?: (boolean|null);

                            /** AnyValue intValue */
                            intValue?: (number|null);

                            /** AnyValue doubleValue */
                            doubleValue?: (number|null);

                            /** AnyValue arrayValue */
                            arrayValue?: (opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties|null);

                            /** AnyValue value */
                            value?: ("stringValue"|"boolValue"|"intValue"|"doubleValue"|"arrayValue");

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Narrowed shape of an AnyValue. */
                        type $Shape = {
                          stringValue?: string|null;
                          boolValue?: boolean|null;
                          intValue?: number|null;
                          doubleValue?: number|null;
                          arrayValue?: opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape|null;
                          $unknowns?: Uint8Array[];
                        } & (
                          ({ value?: undefined; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null }|{ value?: "stringValue"; stringValue: string; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue?: null }|{ value?: "boolValue"; stringValue?: null; boolValue: boolean; intValue?: null; doubleValue?: null; arrayValue?: null }|{ value?: "intValue"; stringValue?: null; boolValue?: null; intValue: number; doubleValue?: null; arrayValue?: null }|{ value?: "doubleValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue: number; arrayValue?: null }|{ value?: "arrayValue"; stringValue?: null; boolValue?: null; intValue?: null; doubleValue?: null; arrayValue: opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape })
                        );
                    }

                    /**
                     * Properties of an ArrayValue.
                     * @deprecated Use opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties instead.
                     */
                    interface IArrayValue extends opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties {
                    }

                    /** Represents an ArrayValue. */
                    class ArrayValue {

                        /**
                         * Constructs a new ArrayValue.
                         * @param [properties] Properties to set
                         */
                        constructor(properties?: opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties);

                        /** Unknown fields preserved while decoding when enabled */
                        $unknowns?: Uint8Array[];

                        /** ArrayValue values. */
                        values: opentelemetry.proto.collector.logs.v1.AnyValue.$Properties[];

                        /**
                         * Creates a new ArrayValue instance using the specified properties.
                         * @param [properties] Properties to set
                         * @returns ArrayValue instance
                         */
                        static create(properties: opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape): opentelemetry.proto.collector.logs.v1.ArrayValue & opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape;
                        static create(properties?: opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties): opentelemetry.proto.collector.logs.v1.ArrayValue;

                        /**
                         * Encodes the specified ArrayValue message. Does not implicitly {@link opentelemetry.proto.collector.logs.v1.ArrayValue.verify|verify} messages.
                         * @param message ArrayValue message or plain object to encode
                         * @param [writer] Writer to encode to
                         * @returns Writer
                         */
                        static encode(message: opentelemetry.proto.collector.logs.v1.ArrayValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                        /**
                         * Decodes an ArrayValue message from the specified reader or buffer.
                         * @param reader Reader or buffer to decode from
                         * @param [length] Message length if known beforehand
                         * @returns {opentelemetry.proto.collector.logs.v1.ArrayValue & opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape} ArrayValue
                         * @throws {Error} If the payload is not a reader or valid buffer
                         * @throws {$protobuf.util.ProtocolError} If required fields are missing
                         */
                        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): opentelemetry.proto.collector.logs.v1.ArrayValue & opentelemetry.proto.collector.logs.v1.ArrayValue.$Shape;

                        /**
                         * Creates an ArrayValue message from a plain object. Also converts values to their respective internal types.
                         * @param object Plain object
                         * @returns ArrayValue
                         */
                        static fromObject(object: { [k: string]: any }): opentelemetry.proto.collector.logs.v1.ArrayValue;

                        /**
                         * Creates a plain object from an ArrayValue message. Also converts values to other types if specified.
                         * @param message ArrayValue
                         * @param [options] Conversion options
                         * @returns Plain object
                         */
                        static toObject(message: opentelemetry.proto.collector.logs.v1.ArrayValue, options?: $protobuf.IConversionOptions): { [k: string]: any };

                        /**
                         * Converts this ArrayValue to JSON.
                         * @returns JSON object
                         */
                        toJSON(): { [k: string]: any };
                    }

                    namespace ArrayValue {

                        /** Properties of an ArrayValue. */
                        interface $Properties {

                            /** ArrayValue values */
                            values?: (opentelemetry.proto.collector.logs.v1.AnyValue.$Properties[]|null);

                            /** Unknown fields preserved while decoding when enabled */
                            $unknowns?: Uint8Array[];
                        }

                        /** Shape of an ArrayValue. */
                        type $Shape = {
                          values?: opentelemetry.proto.collector.logs.v1.AnyValue.$Shape[]|null;
                          $unknowns?: Uint8Array[];
                        };
                    }
                }
            }
        }
    }
}

/** Namespace osg. */
export namespace osg {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a RenewRequest.
         * @deprecated Use osg.v1.RenewRequest.$Properties instead.
         */
        interface IRenewRequest extends osg.v1.RenewRequest.$Properties {
        }

        /** Represents a RenewRequest. */
        class RenewRequest {

            /**
             * Constructs a new RenewRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RenewRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RenewRequest request. */
            request: Uint8Array;

            /**
             * Creates a new RenewRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RenewRequest instance
             */
            static create(properties: osg.v1.RenewRequest.$Shape): osg.v1.RenewRequest & osg.v1.RenewRequest.$Shape;
            static create(properties?: osg.v1.RenewRequest.$Properties): osg.v1.RenewRequest;

            /**
             * Encodes the specified RenewRequest message. Does not implicitly {@link osg.v1.RenewRequest.verify|verify} messages.
             * @param message RenewRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RenewRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RenewRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RenewRequest & osg.v1.RenewRequest.$Shape} RenewRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RenewRequest & osg.v1.RenewRequest.$Shape;

            /**
             * Creates a RenewRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RenewRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RenewRequest;

            /**
             * Creates a plain object from a RenewRequest message. Also converts values to other types if specified.
             * @param message RenewRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RenewRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RenewRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RenewRequest {

            /** Properties of a RenewRequest. */
            interface $Properties {

                /** RenewRequest request */
                request?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RenewRequest. */
            type $Shape = osg.v1.RenewRequest.$Properties;
        }

        /**
         * Properties of a RenewReply.
         * @deprecated Use osg.v1.RenewReply.$Properties instead.
         */
        interface IRenewReply extends osg.v1.RenewReply.$Properties {
        }

        /** Represents a RenewReply. */
        class RenewReply {

            /**
             * Constructs a new RenewReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RenewReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RenewReply certificate. */
            certificate: string;

            /**
             * Creates a new RenewReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RenewReply instance
             */
            static create(properties: osg.v1.RenewReply.$Shape): osg.v1.RenewReply & osg.v1.RenewReply.$Shape;
            static create(properties?: osg.v1.RenewReply.$Properties): osg.v1.RenewReply;

            /**
             * Encodes the specified RenewReply message. Does not implicitly {@link osg.v1.RenewReply.verify|verify} messages.
             * @param message RenewReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RenewReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RenewReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RenewReply & osg.v1.RenewReply.$Shape} RenewReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RenewReply & osg.v1.RenewReply.$Shape;

            /**
             * Creates a RenewReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RenewReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RenewReply;

            /**
             * Creates a plain object from a RenewReply message. Also converts values to other types if specified.
             * @param message RenewReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RenewReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RenewReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RenewReply {

            /** Properties of a RenewReply. */
            interface $Properties {

                /** RenewReply certificate */
                certificate?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RenewReply. */
            type $Shape = osg.v1.RenewReply.$Properties;
        }

        /** NackCode enum. */
        enum NackCode {

            /** NACK_CODE_UNSPECIFIED value */
            NACK_CODE_UNSPECIFIED = 0,

            /** NACK_CODE_STALE_BASE value */
            NACK_CODE_STALE_BASE = 1,

            /** NACK_CODE_EMPTY value */
            NACK_CODE_EMPTY = 2,

            /** NACK_CODE_BUDGET value */
            NACK_CODE_BUDGET = 3,

            /** NACK_CODE_INVALID value */
            NACK_CODE_INVALID = 4,

            /** NACK_CODE_DIGEST value */
            NACK_CODE_DIGEST = 5,

            /** NACK_CODE_INTERNAL value */
            NACK_CODE_INTERNAL = 6,

            /** NACK_CODE_AHEAD value */
            NACK_CODE_AHEAD = 7,

            /** NACK_CODE_UNKNOWN value */
            NACK_CODE_UNKNOWN = 8
        }

        /** TrialState enum. */
        enum TrialState {

            /** TRIAL_STATE_UNSPECIFIED value */
            TRIAL_STATE_UNSPECIFIED = 0,

            /** TRIAL_STATE_OBSERVING value */
            TRIAL_STATE_OBSERVING = 1,

            /** TRIAL_STATE_UNCONFIRMED value */
            TRIAL_STATE_UNCONFIRMED = 2,

            /** TRIAL_STATE_CONFIRMED value */
            TRIAL_STATE_CONFIRMED = 3,

            /** TRIAL_STATE_REVERTED value */
            TRIAL_STATE_REVERTED = 4
        }

        /** TrialReason enum. */
        enum TrialReason {

            /** TRIAL_REASON_UNSPECIFIED value */
            TRIAL_REASON_UNSPECIFIED = 0,

            /** TRIAL_REASON_DEADLINE value */
            TRIAL_REASON_DEADLINE = 1,

            /** TRIAL_REASON_DECISION value */
            TRIAL_REASON_DECISION = 2,

            /** TRIAL_REASON_REBOOT value */
            TRIAL_REASON_REBOOT = 3
        }

        /** ServiceMode enum. */
        enum ServiceMode {

            /** SERVICE_MODE_UNSPECIFIED value */
            SERVICE_MODE_UNSPECIFIED = 0,

            /** SERVICE_MODE_OFF value */
            SERVICE_MODE_OFF = 1,

            /** SERVICE_MODE_DEFERRED value */
            SERVICE_MODE_DEFERRED = 2,

            /** SERVICE_MODE_TOGETHER value */
            SERVICE_MODE_TOGETHER = 3,

            /** SERVICE_MODE_LITERAL value */
            SERVICE_MODE_LITERAL = 4
        }

        /** EndpointState enum. */
        enum EndpointState {

            /** ENDPOINT_STATE_UNSPECIFIED value */
            ENDPOINT_STATE_UNSPECIFIED = 0,

            /** ENDPOINT_STATE_ATTACHED value */
            ENDPOINT_STATE_ATTACHED = 1,

            /** ENDPOINT_STATE_WAITING value */
            ENDPOINT_STATE_WAITING = 2,

            /** ENDPOINT_STATE_FAILED value */
            ENDPOINT_STATE_FAILED = 3,

            /** ENDPOINT_STATE_DENIED value */
            ENDPOINT_STATE_DENIED = 4
        }

        /** DriftKind enum. */
        enum DriftKind {

            /** DRIFT_KIND_UNSPECIFIED value */
            DRIFT_KIND_UNSPECIFIED = 0,

            /** DRIFT_KIND_MAP value */
            DRIFT_KIND_MAP = 1,

            /** DRIFT_KIND_LINK value */
            DRIFT_KIND_LINK = 2,

            /** DRIFT_KIND_PLACE value */
            DRIFT_KIND_PLACE = 3,

            /** DRIFT_KIND_BPFFS value */
            DRIFT_KIND_BPFFS = 4,

            /** DRIFT_KIND_TABLES value */
            DRIFT_KIND_TABLES = 5
        }

        /** DriftOutcome enum. */
        enum DriftOutcome {

            /** DRIFT_OUTCOME_UNSPECIFIED value */
            DRIFT_OUTCOME_UNSPECIFIED = 0,

            /** DRIFT_OUTCOME_REPAIRED value */
            DRIFT_OUTCOME_REPAIRED = 1,

            /** DRIFT_OUTCOME_ALARM value */
            DRIFT_OUTCOME_ALARM = 2,

            /** DRIFT_OUTCOME_OVER value */
            DRIFT_OUTCOME_OVER = 3
        }

        /**
         * Properties of an AgentMessage.
         * @deprecated Use osg.v1.AgentMessage.$Properties instead.
         */
        interface IAgentMessage extends osg.v1.AgentMessage.$Properties {
        }

        /** Represents an AgentMessage. */
        class AgentMessage {

            /**
             * Constructs a new AgentMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AgentMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentMessage hello. */
            hello?: (osg.v1.Hello.$Properties|null);

            /** AgentMessage ack. */
            ack?: (osg.v1.Ack.$Properties|null);

            /** AgentMessage nack. */
            nack?: (osg.v1.Nack.$Properties|null);

            /** AgentMessage status. */
            status?: (osg.v1.AgentStatus.$Properties|null);

            /** AgentMessage drift. */
            drift?: (osg.v1.DriftReport.$Properties|null);

            /** AgentMessage pods. */
            pods?: (osg.v1.PodAnnouncements.$Properties|null);

            /** AgentMessage evidence. */
            evidence?: (osg.v1.Evidence.$Properties|null);

            /** AgentMessage body. */
            body?: ("hello"|"ack"|"nack"|"status"|"drift"|"pods"|"evidence");

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentMessage instance
             */
            static create(properties: osg.v1.AgentMessage.$Shape): osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape;
            static create(properties?: osg.v1.AgentMessage.$Properties): osg.v1.AgentMessage;

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link osg.v1.AgentMessage.verify|verify} messages.
             * @param message AgentMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape;

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentMessage
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AgentMessage;

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @param message AgentMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AgentMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentMessage {

            /** Properties of an AgentMessage. */
            interface $Properties {

                /** AgentMessage hello */
                hello?: (osg.v1.Hello.$Properties|null);

                /** AgentMessage ack */
                ack?: (osg.v1.Ack.$Properties|null);

                /** AgentMessage nack */
                nack?: (osg.v1.Nack.$Properties|null);

                /** AgentMessage status */
                status?: (osg.v1.AgentStatus.$Properties|null);

                /** AgentMessage drift */
                drift?: (osg.v1.DriftReport.$Properties|null);

                /** AgentMessage pods */
                pods?: (osg.v1.PodAnnouncements.$Properties|null);

                /** AgentMessage evidence */
                evidence?: (osg.v1.Evidence.$Properties|null);

                /** AgentMessage body */
                body?: ("hello"|"ack"|"nack"|"status"|"drift"|"pods"|"evidence");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an AgentMessage. */
            type $Shape = {
              hello?: osg.v1.Hello.$Shape|null;
              ack?: osg.v1.Ack.$Shape|null;
              nack?: osg.v1.Nack.$Shape|null;
              status?: osg.v1.AgentStatus.$Shape|null;
              drift?: osg.v1.DriftReport.$Shape|null;
              pods?: osg.v1.PodAnnouncements.$Shape|null;
              evidence?: osg.v1.Evidence.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; ack?: null; nack?: null; status?: null; drift?: null; pods?: null; evidence?: null }|{ body?: "hello"; hello: osg.v1.Hello.$Shape; ack?: null; nack?: null; status?: null; drift?: null; pods?: null; evidence?: null }|{ body?: "ack"; hello?: null; ack: osg.v1.Ack.$Shape; nack?: null; status?: null; drift?: null; pods?: null; evidence?: null }|{ body?: "nack"; hello?: null; ack?: null; nack: osg.v1.Nack.$Shape; status?: null; drift?: null; pods?: null; evidence?: null }|{ body?: "status"; hello?: null; ack?: null; nack?: null; status: osg.v1.AgentStatus.$Shape; drift?: null; pods?: null; evidence?: null }|{ body?: "drift"; hello?: null; ack?: null; nack?: null; status?: null; drift: osg.v1.DriftReport.$Shape; pods?: null; evidence?: null }|{ body?: "pods"; hello?: null; ack?: null; nack?: null; status?: null; drift?: null; pods: osg.v1.PodAnnouncements.$Shape; evidence?: null }|{ body?: "evidence"; hello?: null; ack?: null; nack?: null; status?: null; drift?: null; pods?: null; evidence: osg.v1.Evidence.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use osg.v1.Hello.$Properties instead.
         */
        interface IHello extends osg.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello node. */
            node: string;

            /** Hello bootId. */
            bootId: string;

            /** Hello agentVersion. */
            agentVersion: string;

            /** Hello protocolVersion. */
            protocolVersion: number;

            /** Hello capabilities. */
            capabilities: string[];

            /** Hello budget. */
            budget?: (osg.v1.TableBudget.$Properties|null);

            /** Hello realisedRevision. */
            realisedRevision: number;

            /** Hello realisedDigest. */
            realisedDigest: string;

            /** Hello session. */
            session: string;

            /** Hello realisedEpoch. */
            realisedEpoch: number;

            /** Hello realisedVersion. */
            realisedVersion: number;

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: osg.v1.Hello.$Shape): osg.v1.Hello & osg.v1.Hello.$Shape;
            static create(properties?: osg.v1.Hello.$Properties): osg.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link osg.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Hello & osg.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Hello & osg.v1.Hello.$Shape;

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Hello
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Hello;

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @param message Hello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Hello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Hello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello node */
                node?: (string|null);

                /** Hello bootId */
                bootId?: (string|null);

                /** Hello agentVersion */
                agentVersion?: (string|null);

                /** Hello protocolVersion */
                protocolVersion?: (number|null);

                /** Hello capabilities */
                capabilities?: (string[]|null);

                /** Hello budget */
                budget?: (osg.v1.TableBudget.$Properties|null);

                /** Hello realisedRevision */
                realisedRevision?: (number|null);

                /** Hello realisedDigest */
                realisedDigest?: (string|null);

                /** Hello session */
                session?: (string|null);

                /** Hello realisedEpoch */
                realisedEpoch?: (number|null);

                /** Hello realisedVersion */
                realisedVersion?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = osg.v1.Hello.$Properties;
        }

        /**
         * Properties of a TableBudget.
         * @deprecated Use osg.v1.TableBudget.$Properties instead.
         */
        interface ITableBudget extends osg.v1.TableBudget.$Properties {
        }

        /** Represents a TableBudget. */
        class TableBudget {

            /**
             * Constructs a new TableBudget.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TableBudget.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TableBudget arenaBytes. */
            arenaBytes: number;

            /** TableBudget slots. */
            slots: number;

            /** TableBudget endpoints. */
            endpoints: number;

            /**
             * Creates a new TableBudget instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TableBudget instance
             */
            static create(properties: osg.v1.TableBudget.$Shape): osg.v1.TableBudget & osg.v1.TableBudget.$Shape;
            static create(properties?: osg.v1.TableBudget.$Properties): osg.v1.TableBudget;

            /**
             * Encodes the specified TableBudget message. Does not implicitly {@link osg.v1.TableBudget.verify|verify} messages.
             * @param message TableBudget message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TableBudget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TableBudget message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TableBudget & osg.v1.TableBudget.$Shape} TableBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TableBudget & osg.v1.TableBudget.$Shape;

            /**
             * Creates a TableBudget message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TableBudget
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TableBudget;

            /**
             * Creates a plain object from a TableBudget message. Also converts values to other types if specified.
             * @param message TableBudget
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TableBudget, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TableBudget to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TableBudget {

            /** Properties of a TableBudget. */
            interface $Properties {

                /** TableBudget arenaBytes */
                arenaBytes?: (number|null);

                /** TableBudget slots */
                slots?: (number|null);

                /** TableBudget endpoints */
                endpoints?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TableBudget. */
            type $Shape = osg.v1.TableBudget.$Properties;
        }

        /**
         * Properties of a ControllerMessage.
         * @deprecated Use osg.v1.ControllerMessage.$Properties instead.
         */
        interface IControllerMessage extends osg.v1.ControllerMessage.$Properties {
        }

        /** Represents a ControllerMessage. */
        class ControllerMessage {

            /**
             * Constructs a new ControllerMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ControllerMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ControllerMessage nonce. */
            nonce: number;

            /** ControllerMessage snapshot. */
            snapshot?: (osg.v1.SnapshotChunk.$Properties|null);

            /** ControllerMessage delta. */
            delta?: (osg.v1.Delta.$Properties|null);

            /** ControllerMessage driftTaken. */
            driftTaken?: (osg.v1.DriftTaken.$Properties|null);

            /** ControllerMessage evidence. */
            evidence?: (osg.v1.EvidenceQuestion.$Properties|null);

            /** ControllerMessage trial. */
            trial?: (osg.v1.TrialDecision.$Properties|null);

            /** ControllerMessage body. */
            body?: ("snapshot"|"delta"|"driftTaken"|"evidence"|"trial");

            /**
             * Creates a new ControllerMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ControllerMessage instance
             */
            static create(properties: osg.v1.ControllerMessage.$Shape): osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape;
            static create(properties?: osg.v1.ControllerMessage.$Properties): osg.v1.ControllerMessage;

            /**
             * Encodes the specified ControllerMessage message. Does not implicitly {@link osg.v1.ControllerMessage.verify|verify} messages.
             * @param message ControllerMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ControllerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ControllerMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape} ControllerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape;

            /**
             * Creates a ControllerMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ControllerMessage
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ControllerMessage;

            /**
             * Creates a plain object from a ControllerMessage message. Also converts values to other types if specified.
             * @param message ControllerMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ControllerMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ControllerMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ControllerMessage {

            /** Properties of a ControllerMessage. */
            interface $Properties {

                /** ControllerMessage nonce */
                nonce?: (number|null);

                /** ControllerMessage snapshot */
                snapshot?: (osg.v1.SnapshotChunk.$Properties|null);

                /** ControllerMessage delta */
                delta?: (osg.v1.Delta.$Properties|null);

                /** ControllerMessage driftTaken */
                driftTaken?: (osg.v1.DriftTaken.$Properties|null);

                /** ControllerMessage evidence */
                evidence?: (osg.v1.EvidenceQuestion.$Properties|null);

                /** ControllerMessage trial */
                trial?: (osg.v1.TrialDecision.$Properties|null);

                /** ControllerMessage body */
                body?: ("snapshot"|"delta"|"driftTaken"|"evidence"|"trial");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ControllerMessage. */
            type $Shape = {
              nonce?: number|null;
              snapshot?: osg.v1.SnapshotChunk.$Shape|null;
              delta?: osg.v1.Delta.$Shape|null;
              driftTaken?: osg.v1.DriftTaken.$Shape|null;
              evidence?: osg.v1.EvidenceQuestion.$Shape|null;
              trial?: osg.v1.TrialDecision.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; snapshot?: null; delta?: null; driftTaken?: null; evidence?: null; trial?: null }|{ body?: "snapshot"; snapshot: osg.v1.SnapshotChunk.$Shape; delta?: null; driftTaken?: null; evidence?: null; trial?: null }|{ body?: "delta"; snapshot?: null; delta: osg.v1.Delta.$Shape; driftTaken?: null; evidence?: null; trial?: null }|{ body?: "driftTaken"; snapshot?: null; delta?: null; driftTaken: osg.v1.DriftTaken.$Shape; evidence?: null; trial?: null }|{ body?: "evidence"; snapshot?: null; delta?: null; driftTaken?: null; evidence: osg.v1.EvidenceQuestion.$Shape; trial?: null }|{ body?: "trial"; snapshot?: null; delta?: null; driftTaken?: null; evidence?: null; trial: osg.v1.TrialDecision.$Shape })
            );
        }

        /**
         * Properties of a SnapshotChunk.
         * @deprecated Use osg.v1.SnapshotChunk.$Properties instead.
         */
        interface ISnapshotChunk extends osg.v1.SnapshotChunk.$Properties {
        }

        /** Represents a SnapshotChunk. */
        class SnapshotChunk {

            /**
             * Constructs a new SnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.SnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotChunk revision. */
            revision: number;

            /** SnapshotChunk source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** SnapshotChunk index. */
            index: number;

            /** SnapshotChunk count. */
            count: number;

            /** SnapshotChunk part. */
            part?: (osg.v1.NodeViewPart.$Properties|null);

            /** SnapshotChunk explicitEmpty. */
            explicitEmpty: boolean;

            /** SnapshotChunk digest. */
            digest: string;

            /** SnapshotChunk epoch. */
            epoch: number;

            /** SnapshotChunk version. */
            version: number;

            /** SnapshotChunk sentUnixMs. */
            sentUnixMs: number;

            /**
             * Creates a new SnapshotChunk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotChunk instance
             */
            static create(properties: osg.v1.SnapshotChunk.$Shape): osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape;
            static create(properties?: osg.v1.SnapshotChunk.$Properties): osg.v1.SnapshotChunk;

            /**
             * Encodes the specified SnapshotChunk message. Does not implicitly {@link osg.v1.SnapshotChunk.verify|verify} messages.
             * @param message SnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.SnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape;

            /**
             * Creates a SnapshotChunk message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SnapshotChunk
             */
            static fromObject(object: { [k: string]: any }): osg.v1.SnapshotChunk;

            /**
             * Creates a plain object from a SnapshotChunk message. Also converts values to other types if specified.
             * @param message SnapshotChunk
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.SnapshotChunk, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SnapshotChunk to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SnapshotChunk {

            /** Properties of a SnapshotChunk. */
            interface $Properties {

                /** SnapshotChunk revision */
                revision?: (number|null);

                /** SnapshotChunk source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** SnapshotChunk index */
                index?: (number|null);

                /** SnapshotChunk count */
                count?: (number|null);

                /** SnapshotChunk part */
                part?: (osg.v1.NodeViewPart.$Properties|null);

                /** SnapshotChunk explicitEmpty */
                explicitEmpty?: (boolean|null);

                /** SnapshotChunk digest */
                digest?: (string|null);

                /** SnapshotChunk epoch */
                epoch?: (number|null);

                /** SnapshotChunk version */
                version?: (number|null);

                /** SnapshotChunk sentUnixMs */
                sentUnixMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotChunk. */
            type $Shape = osg.v1.SnapshotChunk.$Properties;
        }

        /**
         * Properties of a Delta.
         * @deprecated Use osg.v1.Delta.$Properties instead.
         */
        interface IDelta extends osg.v1.Delta.$Properties {
        }

        /** Represents a Delta. */
        class Delta {

            /**
             * Constructs a new Delta.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Delta.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Delta baseRevision. */
            baseRevision: number;

            /** Delta revision. */
            revision: number;

            /** Delta source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** Delta upsert. */
            upsert?: (osg.v1.NodeViewPart.$Properties|null);

            /** Delta removeEndpoints. */
            removeEndpoints: string[];

            /** Delta removePolicies. */
            removePolicies: string[];

            /** Delta removeSets. */
            removeSets: string[];

            /** Delta setChanges. */
            setChanges: osg.v1.SetChange.$Properties[];

            /** Delta digest. */
            digest: string;

            /** Delta explicitEmpty. */
            explicitEmpty: boolean;

            /** Delta epoch. */
            epoch: number;

            /** Delta version. */
            version: number;

            /** Delta baseVersion. */
            baseVersion: number;

            /** Delta policyChanges. */
            policyChanges: osg.v1.PolicyChange.$Properties[];

            /** Delta sentUnixMs. */
            sentUnixMs: number;

            /** Delta removeServices. */
            removeServices: string[];

            /** Delta serviceChanges. */
            serviceChanges: osg.v1.ServiceChange.$Properties[];

            /** Delta serviceAddresses. */
            serviceAddresses?: (osg.v1.SetChange.$Properties|null);

            /**
             * Creates a new Delta instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Delta instance
             */
            static create(properties: osg.v1.Delta.$Shape): osg.v1.Delta & osg.v1.Delta.$Shape;
            static create(properties?: osg.v1.Delta.$Properties): osg.v1.Delta;

            /**
             * Encodes the specified Delta message. Does not implicitly {@link osg.v1.Delta.verify|verify} messages.
             * @param message Delta message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Delta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Delta message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Delta & osg.v1.Delta.$Shape} Delta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Delta & osg.v1.Delta.$Shape;

            /**
             * Creates a Delta message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Delta
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Delta;

            /**
             * Creates a plain object from a Delta message. Also converts values to other types if specified.
             * @param message Delta
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Delta, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Delta to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Delta {

            /** Properties of a Delta. */
            interface $Properties {

                /** Delta baseRevision */
                baseRevision?: (number|null);

                /** Delta revision */
                revision?: (number|null);

                /** Delta source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** Delta upsert */
                upsert?: (osg.v1.NodeViewPart.$Properties|null);

                /** Delta removeEndpoints */
                removeEndpoints?: (string[]|null);

                /** Delta removePolicies */
                removePolicies?: (string[]|null);

                /** Delta removeSets */
                removeSets?: (string[]|null);

                /** Delta setChanges */
                setChanges?: (osg.v1.SetChange.$Properties[]|null);

                /** Delta digest */
                digest?: (string|null);

                /** Delta explicitEmpty */
                explicitEmpty?: (boolean|null);

                /** Delta epoch */
                epoch?: (number|null);

                /** Delta version */
                version?: (number|null);

                /** Delta baseVersion */
                baseVersion?: (number|null);

                /** Delta policyChanges */
                policyChanges?: (osg.v1.PolicyChange.$Properties[]|null);

                /** Delta sentUnixMs */
                sentUnixMs?: (number|null);

                /** Delta removeServices */
                removeServices?: (string[]|null);

                /** Delta serviceChanges */
                serviceChanges?: (osg.v1.ServiceChange.$Properties[]|null);

                /** Delta serviceAddresses */
                serviceAddresses?: (osg.v1.SetChange.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Delta. */
            type $Shape = osg.v1.Delta.$Properties;
        }

        /**
         * Properties of a SourceVersion.
         * @deprecated Use osg.v1.SourceVersion.$Properties instead.
         */
        interface ISourceVersion extends osg.v1.SourceVersion.$Properties {
        }

        /** Represents a SourceVersion. */
        class SourceVersion {

            /**
             * Constructs a new SourceVersion.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.SourceVersion.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SourceVersion id. */
            id: string;

            /** SourceVersion author. */
            author: string;

            /** SourceVersion subject. */
            subject: string;

            /** SourceVersion timeUnixUs. */
            timeUnixUs: number;

            /**
             * Creates a new SourceVersion instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SourceVersion instance
             */
            static create(properties: osg.v1.SourceVersion.$Shape): osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape;
            static create(properties?: osg.v1.SourceVersion.$Properties): osg.v1.SourceVersion;

            /**
             * Encodes the specified SourceVersion message. Does not implicitly {@link osg.v1.SourceVersion.verify|verify} messages.
             * @param message SourceVersion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.SourceVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SourceVersion message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape} SourceVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape;

            /**
             * Creates a SourceVersion message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SourceVersion
             */
            static fromObject(object: { [k: string]: any }): osg.v1.SourceVersion;

            /**
             * Creates a plain object from a SourceVersion message. Also converts values to other types if specified.
             * @param message SourceVersion
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.SourceVersion, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SourceVersion to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SourceVersion {

            /** Properties of a SourceVersion. */
            interface $Properties {

                /** SourceVersion id */
                id?: (string|null);

                /** SourceVersion author */
                author?: (string|null);

                /** SourceVersion subject */
                subject?: (string|null);

                /** SourceVersion timeUnixUs */
                timeUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SourceVersion. */
            type $Shape = osg.v1.SourceVersion.$Properties;
        }

        /**
         * Properties of an Ack.
         * @deprecated Use osg.v1.Ack.$Properties instead.
         */
        interface IAck extends osg.v1.Ack.$Properties {
        }

        /** Represents an Ack. */
        class Ack {

            /**
             * Constructs a new Ack.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Ack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ack nonce. */
            nonce: number;

            /** Ack revision. */
            revision: number;

            /** Ack receivedUnixUs. */
            receivedUnixUs: number;

            /** Ack compileUs. */
            compileUs: number;

            /** Ack publishUs. */
            publishUs: number;

            /** Ack realisedUnixUs. */
            realisedUnixUs: number;

            /** Ack version. */
            version: number;

            /**
             * Creates a new Ack instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ack instance
             */
            static create(properties: osg.v1.Ack.$Shape): osg.v1.Ack & osg.v1.Ack.$Shape;
            static create(properties?: osg.v1.Ack.$Properties): osg.v1.Ack;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link osg.v1.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Ack & osg.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Ack & osg.v1.Ack.$Shape;

            /**
             * Creates an Ack message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Ack
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Ack;

            /**
             * Creates a plain object from an Ack message. Also converts values to other types if specified.
             * @param message Ack
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Ack, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Ack to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Ack {

            /** Properties of an Ack. */
            interface $Properties {

                /** Ack nonce */
                nonce?: (number|null);

                /** Ack revision */
                revision?: (number|null);

                /** Ack receivedUnixUs */
                receivedUnixUs?: (number|null);

                /** Ack compileUs */
                compileUs?: (number|null);

                /** Ack publishUs */
                publishUs?: (number|null);

                /** Ack realisedUnixUs */
                realisedUnixUs?: (number|null);

                /** Ack version */
                version?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ack. */
            type $Shape = osg.v1.Ack.$Properties;
        }

        /**
         * Properties of a Nack.
         * @deprecated Use osg.v1.Nack.$Properties instead.
         */
        interface INack extends osg.v1.Nack.$Properties {
        }

        /** Represents a Nack. */
        class Nack {

            /**
             * Constructs a new Nack.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Nack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Nack nonce. */
            nonce: number;

            /** Nack revision. */
            revision: number;

            /** Nack code. */
            code: osg.v1.NackCode;

            /** Nack object. */
            object: string;

            /** Nack field. */
            field: string;

            /** Nack reason. */
            reason: string;

            /** Nack version. */
            version: number;

            /**
             * Creates a new Nack instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Nack instance
             */
            static create(properties: osg.v1.Nack.$Shape): osg.v1.Nack & osg.v1.Nack.$Shape;
            static create(properties?: osg.v1.Nack.$Properties): osg.v1.Nack;

            /**
             * Encodes the specified Nack message. Does not implicitly {@link osg.v1.Nack.verify|verify} messages.
             * @param message Nack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Nack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Nack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Nack & osg.v1.Nack.$Shape} Nack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Nack & osg.v1.Nack.$Shape;

            /**
             * Creates a Nack message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Nack
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Nack;

            /**
             * Creates a plain object from a Nack message. Also converts values to other types if specified.
             * @param message Nack
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Nack, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Nack to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Nack {

            /** Properties of a Nack. */
            interface $Properties {

                /** Nack nonce */
                nonce?: (number|null);

                /** Nack revision */
                revision?: (number|null);

                /** Nack code */
                code?: (osg.v1.NackCode|null);

                /** Nack object */
                object?: (string|null);

                /** Nack field */
                field?: (string|null);

                /** Nack reason */
                reason?: (string|null);

                /** Nack version */
                version?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Nack. */
            type $Shape = osg.v1.Nack.$Properties;
        }

        /**
         * Properties of a TrialDecision.
         * @deprecated Use osg.v1.TrialDecision.$Properties instead.
         */
        interface ITrialDecision extends osg.v1.TrialDecision.$Properties {
        }

        /** Represents a TrialDecision. */
        class TrialDecision {

            /**
             * Constructs a new TrialDecision.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TrialDecision.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrialDecision id. */
            id: string;

            /** TrialDecision confirm. */
            confirm: boolean;

            /**
             * Creates a new TrialDecision instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TrialDecision instance
             */
            static create(properties: osg.v1.TrialDecision.$Shape): osg.v1.TrialDecision & osg.v1.TrialDecision.$Shape;
            static create(properties?: osg.v1.TrialDecision.$Properties): osg.v1.TrialDecision;

            /**
             * Encodes the specified TrialDecision message. Does not implicitly {@link osg.v1.TrialDecision.verify|verify} messages.
             * @param message TrialDecision message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TrialDecision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrialDecision message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TrialDecision & osg.v1.TrialDecision.$Shape} TrialDecision
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TrialDecision & osg.v1.TrialDecision.$Shape;

            /**
             * Creates a TrialDecision message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TrialDecision
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TrialDecision;

            /**
             * Creates a plain object from a TrialDecision message. Also converts values to other types if specified.
             * @param message TrialDecision
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TrialDecision, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TrialDecision to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TrialDecision {

            /** Properties of a TrialDecision. */
            interface $Properties {

                /** TrialDecision id */
                id?: (string|null);

                /** TrialDecision confirm */
                confirm?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrialDecision. */
            type $Shape = osg.v1.TrialDecision.$Properties;
        }

        /**
         * Properties of a TrialStatus.
         * @deprecated Use osg.v1.TrialStatus.$Properties instead.
         */
        interface ITrialStatus extends osg.v1.TrialStatus.$Properties {
        }

        /** Represents a TrialStatus. */
        class TrialStatus {

            /**
             * Constructs a new TrialStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TrialStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrialStatus id. */
            id: string;

            /** TrialStatus revision. */
            revision: number;

            /** TrialStatus state. */
            state: osg.v1.TrialState;

            /** TrialStatus reason. */
            reason: osg.v1.TrialReason;

            /** TrialStatus sinceUnixUs. */
            sinceUnixUs: number;

            /** TrialStatus confirmByUnixMs. */
            confirmByUnixMs: number;

            /** TrialStatus endpoints. */
            endpoints: number;

            /** TrialStatus deniedPackets. */
            deniedPackets: number;

            /** TrialStatus allowedPackets. */
            allowedPackets: number;

            /** TrialStatus deniedFlows. */
            deniedFlows: number;

            /** TrialStatus allowedFlows. */
            allowedFlows: number;

            /** TrialStatus cutFlows. */
            cutFlows: number;

            /** TrialStatus lostEvents. */
            lostEvents: number;

            /** TrialStatus judgedPackets. */
            judgedPackets: number;

            /**
             * Creates a new TrialStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TrialStatus instance
             */
            static create(properties: osg.v1.TrialStatus.$Shape): osg.v1.TrialStatus & osg.v1.TrialStatus.$Shape;
            static create(properties?: osg.v1.TrialStatus.$Properties): osg.v1.TrialStatus;

            /**
             * Encodes the specified TrialStatus message. Does not implicitly {@link osg.v1.TrialStatus.verify|verify} messages.
             * @param message TrialStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TrialStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrialStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TrialStatus & osg.v1.TrialStatus.$Shape} TrialStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TrialStatus & osg.v1.TrialStatus.$Shape;

            /**
             * Creates a TrialStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TrialStatus
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TrialStatus;

            /**
             * Creates a plain object from a TrialStatus message. Also converts values to other types if specified.
             * @param message TrialStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TrialStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TrialStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TrialStatus {

            /** Properties of a TrialStatus. */
            interface $Properties {

                /** TrialStatus id */
                id?: (string|null);

                /** TrialStatus revision */
                revision?: (number|null);

                /** TrialStatus state */
                state?: (osg.v1.TrialState|null);

                /** TrialStatus reason */
                reason?: (osg.v1.TrialReason|null);

                /** TrialStatus sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** TrialStatus confirmByUnixMs */
                confirmByUnixMs?: (number|null);

                /** TrialStatus endpoints */
                endpoints?: (number|null);

                /** TrialStatus deniedPackets */
                deniedPackets?: (number|null);

                /** TrialStatus allowedPackets */
                allowedPackets?: (number|null);

                /** TrialStatus deniedFlows */
                deniedFlows?: (number|null);

                /** TrialStatus allowedFlows */
                allowedFlows?: (number|null);

                /** TrialStatus cutFlows */
                cutFlows?: (number|null);

                /** TrialStatus lostEvents */
                lostEvents?: (number|null);

                /** TrialStatus judgedPackets */
                judgedPackets?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrialStatus. */
            type $Shape = osg.v1.TrialStatus.$Properties;
        }

        /**
         * Properties of a PodAnnouncements.
         * @deprecated Use osg.v1.PodAnnouncements.$Properties instead.
         */
        interface IPodAnnouncements extends osg.v1.PodAnnouncements.$Properties {
        }

        /** Represents a PodAnnouncements. */
        class PodAnnouncements {

            /**
             * Constructs a new PodAnnouncements.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.PodAnnouncements.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PodAnnouncements pods. */
            pods: osg.v1.PodAnnouncement.$Properties[];

            /**
             * Creates a new PodAnnouncements instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PodAnnouncements instance
             */
            static create(properties: osg.v1.PodAnnouncements.$Shape): osg.v1.PodAnnouncements & osg.v1.PodAnnouncements.$Shape;
            static create(properties?: osg.v1.PodAnnouncements.$Properties): osg.v1.PodAnnouncements;

            /**
             * Encodes the specified PodAnnouncements message. Does not implicitly {@link osg.v1.PodAnnouncements.verify|verify} messages.
             * @param message PodAnnouncements message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.PodAnnouncements.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PodAnnouncements message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.PodAnnouncements & osg.v1.PodAnnouncements.$Shape} PodAnnouncements
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.PodAnnouncements & osg.v1.PodAnnouncements.$Shape;

            /**
             * Creates a PodAnnouncements message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PodAnnouncements
             */
            static fromObject(object: { [k: string]: any }): osg.v1.PodAnnouncements;

            /**
             * Creates a plain object from a PodAnnouncements message. Also converts values to other types if specified.
             * @param message PodAnnouncements
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.PodAnnouncements, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PodAnnouncements to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PodAnnouncements {

            /** Properties of a PodAnnouncements. */
            interface $Properties {

                /** PodAnnouncements pods */
                pods?: (osg.v1.PodAnnouncement.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PodAnnouncements. */
            type $Shape = osg.v1.PodAnnouncements.$Properties;
        }

        /**
         * Properties of a PodAnnouncement.
         * @deprecated Use osg.v1.PodAnnouncement.$Properties instead.
         */
        interface IPodAnnouncement extends osg.v1.PodAnnouncement.$Properties {
        }

        /** Represents a PodAnnouncement. */
        class PodAnnouncement {

            /**
             * Constructs a new PodAnnouncement.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.PodAnnouncement.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PodAnnouncement uid. */
            uid: string;

            /** PodAnnouncement namespace. */
            namespace: string;

            /** PodAnnouncement name. */
            name: string;

            /** PodAnnouncement addresses. */
            addresses: Uint8Array[];

            /**
             * Creates a new PodAnnouncement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PodAnnouncement instance
             */
            static create(properties: osg.v1.PodAnnouncement.$Shape): osg.v1.PodAnnouncement & osg.v1.PodAnnouncement.$Shape;
            static create(properties?: osg.v1.PodAnnouncement.$Properties): osg.v1.PodAnnouncement;

            /**
             * Encodes the specified PodAnnouncement message. Does not implicitly {@link osg.v1.PodAnnouncement.verify|verify} messages.
             * @param message PodAnnouncement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.PodAnnouncement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PodAnnouncement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.PodAnnouncement & osg.v1.PodAnnouncement.$Shape} PodAnnouncement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.PodAnnouncement & osg.v1.PodAnnouncement.$Shape;

            /**
             * Creates a PodAnnouncement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PodAnnouncement
             */
            static fromObject(object: { [k: string]: any }): osg.v1.PodAnnouncement;

            /**
             * Creates a plain object from a PodAnnouncement message. Also converts values to other types if specified.
             * @param message PodAnnouncement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.PodAnnouncement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PodAnnouncement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PodAnnouncement {

            /** Properties of a PodAnnouncement. */
            interface $Properties {

                /** PodAnnouncement uid */
                uid?: (string|null);

                /** PodAnnouncement namespace */
                namespace?: (string|null);

                /** PodAnnouncement name */
                name?: (string|null);

                /** PodAnnouncement addresses */
                addresses?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PodAnnouncement. */
            type $Shape = osg.v1.PodAnnouncement.$Properties;
        }

        /**
         * Properties of an AgentStatus.
         * @deprecated Use osg.v1.AgentStatus.$Properties instead.
         */
        interface IAgentStatus extends osg.v1.AgentStatus.$Properties {
        }

        /** Represents an AgentStatus. */
        class AgentStatus {

            /**
             * Constructs a new AgentStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AgentStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentStatus desiredRevision. */
            desiredRevision: number;

            /** AgentStatus realisedRevision. */
            realisedRevision: number;

            /** AgentStatus realisedUnixUs. */
            realisedUnixUs: number;

            /** AgentStatus endpoints. */
            endpoints: osg.v1.EndpointStatus.$Properties[];

            /** AgentStatus lastError. */
            lastError: string;

            /** AgentStatus desiredVersion. */
            desiredVersion: number;

            /** AgentStatus realisedVersion. */
            realisedVersion: number;

            /** AgentStatus warnings. */
            warnings: string[];

            /** AgentStatus locators. */
            locators: string[];

            /** AgentStatus conntrackFullest. */
            conntrackFullest?: (osg.v1.ConntrackFill.$Properties|null);

            /** AgentStatus trial. */
            trial?: (osg.v1.TrialStatus.$Properties|null);

            /** AgentStatus figures. */
            figures?: (osg.v1.Figures.$Properties|null);

            /** AgentStatus services. */
            services?: (osg.v1.ServiceStanding.$Properties|null);

            /**
             * Creates a new AgentStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AgentStatus instance
             */
            static create(properties: osg.v1.AgentStatus.$Shape): osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape;
            static create(properties?: osg.v1.AgentStatus.$Properties): osg.v1.AgentStatus;

            /**
             * Encodes the specified AgentStatus message. Does not implicitly {@link osg.v1.AgentStatus.verify|verify} messages.
             * @param message AgentStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AgentStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape} AgentStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape;

            /**
             * Creates an AgentStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AgentStatus
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AgentStatus;

            /**
             * Creates a plain object from an AgentStatus message. Also converts values to other types if specified.
             * @param message AgentStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AgentStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AgentStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AgentStatus {

            /** Properties of an AgentStatus. */
            interface $Properties {

                /** AgentStatus desiredRevision */
                desiredRevision?: (number|null);

                /** AgentStatus realisedRevision */
                realisedRevision?: (number|null);

                /** AgentStatus realisedUnixUs */
                realisedUnixUs?: (number|null);

                /** AgentStatus endpoints */
                endpoints?: (osg.v1.EndpointStatus.$Properties[]|null);

                /** AgentStatus lastError */
                lastError?: (string|null);

                /** AgentStatus desiredVersion */
                desiredVersion?: (number|null);

                /** AgentStatus realisedVersion */
                realisedVersion?: (number|null);

                /** AgentStatus warnings */
                warnings?: (string[]|null);

                /** AgentStatus locators */
                locators?: (string[]|null);

                /** AgentStatus conntrackFullest */
                conntrackFullest?: (osg.v1.ConntrackFill.$Properties|null);

                /** AgentStatus trial */
                trial?: (osg.v1.TrialStatus.$Properties|null);

                /** AgentStatus figures */
                figures?: (osg.v1.Figures.$Properties|null);

                /** AgentStatus services */
                services?: (osg.v1.ServiceStanding.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentStatus. */
            type $Shape = osg.v1.AgentStatus.$Properties;
        }

        /**
         * Properties of a ServiceStanding.
         * @deprecated Use osg.v1.ServiceStanding.$Properties instead.
         */
        interface IServiceStanding extends osg.v1.ServiceStanding.$Properties {
        }

        /** Represents a ServiceStanding. */
        class ServiceStanding {

            /**
             * Constructs a new ServiceStanding.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ServiceStanding.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServiceStanding mode. */
            mode: osg.v1.ServiceMode;

            /** ServiceStanding reason. */
            reason: string;

            /**
             * Creates a new ServiceStanding instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServiceStanding instance
             */
            static create(properties: osg.v1.ServiceStanding.$Shape): osg.v1.ServiceStanding & osg.v1.ServiceStanding.$Shape;
            static create(properties?: osg.v1.ServiceStanding.$Properties): osg.v1.ServiceStanding;

            /**
             * Encodes the specified ServiceStanding message. Does not implicitly {@link osg.v1.ServiceStanding.verify|verify} messages.
             * @param message ServiceStanding message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ServiceStanding.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServiceStanding message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ServiceStanding & osg.v1.ServiceStanding.$Shape} ServiceStanding
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ServiceStanding & osg.v1.ServiceStanding.$Shape;

            /**
             * Creates a ServiceStanding message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServiceStanding
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ServiceStanding;

            /**
             * Creates a plain object from a ServiceStanding message. Also converts values to other types if specified.
             * @param message ServiceStanding
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ServiceStanding, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServiceStanding to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ServiceStanding {

            /** Properties of a ServiceStanding. */
            interface $Properties {

                /** ServiceStanding mode */
                mode?: (osg.v1.ServiceMode|null);

                /** ServiceStanding reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServiceStanding. */
            type $Shape = osg.v1.ServiceStanding.$Properties;
        }

        /**
         * Properties of a ConntrackFill.
         * @deprecated Use osg.v1.ConntrackFill.$Properties instead.
         */
        interface IConntrackFill extends osg.v1.ConntrackFill.$Properties {
        }

        /** Represents a ConntrackFill. */
        class ConntrackFill {

            /**
             * Constructs a new ConntrackFill.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConntrackFill.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConntrackFill endpoint. */
            endpoint: string;

            /** ConntrackFill entries. */
            entries: number;

            /** ConntrackFill limit. */
            limit: number;

            /**
             * Creates a new ConntrackFill instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConntrackFill instance
             */
            static create(properties: osg.v1.ConntrackFill.$Shape): osg.v1.ConntrackFill & osg.v1.ConntrackFill.$Shape;
            static create(properties?: osg.v1.ConntrackFill.$Properties): osg.v1.ConntrackFill;

            /**
             * Encodes the specified ConntrackFill message. Does not implicitly {@link osg.v1.ConntrackFill.verify|verify} messages.
             * @param message ConntrackFill message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConntrackFill.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConntrackFill message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConntrackFill & osg.v1.ConntrackFill.$Shape} ConntrackFill
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConntrackFill & osg.v1.ConntrackFill.$Shape;

            /**
             * Creates a ConntrackFill message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConntrackFill
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConntrackFill;

            /**
             * Creates a plain object from a ConntrackFill message. Also converts values to other types if specified.
             * @param message ConntrackFill
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConntrackFill, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConntrackFill to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConntrackFill {

            /** Properties of a ConntrackFill. */
            interface $Properties {

                /** ConntrackFill endpoint */
                endpoint?: (string|null);

                /** ConntrackFill entries */
                entries?: (number|null);

                /** ConntrackFill limit */
                limit?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConntrackFill. */
            type $Shape = osg.v1.ConntrackFill.$Properties;
        }

        /**
         * Properties of an EndpointStatus.
         * @deprecated Use osg.v1.EndpointStatus.$Properties instead.
         */
        interface IEndpointStatus extends osg.v1.EndpointStatus.$Properties {
        }

        /** Represents an EndpointStatus. */
        class EndpointStatus {

            /**
             * Constructs a new EndpointStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EndpointStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EndpointStatus id. */
            id: string;

            /** EndpointStatus state. */
            state: osg.v1.EndpointState;

            /** EndpointStatus detail. */
            detail: string;

            /**
             * Creates a new EndpointStatus instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EndpointStatus instance
             */
            static create(properties: osg.v1.EndpointStatus.$Shape): osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape;
            static create(properties?: osg.v1.EndpointStatus.$Properties): osg.v1.EndpointStatus;

            /**
             * Encodes the specified EndpointStatus message. Does not implicitly {@link osg.v1.EndpointStatus.verify|verify} messages.
             * @param message EndpointStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EndpointStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EndpointStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape} EndpointStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape;

            /**
             * Creates an EndpointStatus message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EndpointStatus
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EndpointStatus;

            /**
             * Creates a plain object from an EndpointStatus message. Also converts values to other types if specified.
             * @param message EndpointStatus
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EndpointStatus, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EndpointStatus to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EndpointStatus {

            /** Properties of an EndpointStatus. */
            interface $Properties {

                /** EndpointStatus id */
                id?: (string|null);

                /** EndpointStatus state */
                state?: (osg.v1.EndpointState|null);

                /** EndpointStatus detail */
                detail?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EndpointStatus. */
            type $Shape = osg.v1.EndpointStatus.$Properties;
        }

        /**
         * Properties of a Figures.
         * @deprecated Use osg.v1.Figures.$Properties instead.
         */
        interface IFigures extends osg.v1.Figures.$Properties {
        }

        /** Represents a Figures. */
        class Figures {

            /**
             * Constructs a new Figures.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Figures.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Figures dropsTotal. */
            dropsTotal: number;

            /** Figures endpointsAttached. */
            endpointsAttached: number;

            /** Figures arenaLines. */
            arenaLines: number;

            /** Figures arenaLinesUsed. */
            arenaLinesUsed: number;

            /** Figures conntrackEntries. */
            conntrackEntries: number;

            /** Figures conntrackCapacity. */
            conntrackCapacity: number;

            /** Figures conntrackCollected. */
            conntrackCollected: number;

            /** Figures driftsTotal. */
            driftsTotal: number;

            /** Figures driftOpen. */
            driftOpen: number;

            /** Figures driftEventsWaiting. */
            driftEventsWaiting: number;

            /** Figures driftEventsDroppedTotal. */
            driftEventsDroppedTotal: number;

            /** Figures collectorConnected. */
            collectorConnected: number;

            /** Figures spoolBytes. */
            spoolBytes: number;

            /** Figures conntrackFullestEntries. */
            conntrackFullestEntries: number;

            /** Figures conntrackFullestLimit. */
            conntrackFullestLimit: number;

            /** Figures deniesCountedTotal. */
            deniesCountedTotal: number;

            /** Figures deniesReportedTotal. */
            deniesReportedTotal: number;

            /** Figures deniesSuppressedTotal. */
            deniesSuppressedTotal: number;

            /** Figures deniesLostTotal. */
            deniesLostTotal: number;

            /** Figures deniesPending. */
            deniesPending: number;

            /** Figures deniesReceivedTotal. */
            deniesReceivedTotal: number;

            /** Figures deniesGapTotal. */
            deniesGapTotal: number;

            /** Figures deniesQueued. */
            deniesQueued: number;

            /** Figures deniesDroppedQueueTotal. */
            deniesDroppedQueueTotal: number;

            /** Figures deniesBatchedTotal. */
            deniesBatchedTotal: number;

            /** Figures deniesWaiting. */
            deniesWaiting: number;

            /** Figures deniesDroppedSpoolTotal. */
            deniesDroppedSpoolTotal: number;

            /** Figures deniesTornTotal. */
            deniesTornTotal: number;

            /** Figures deniesTornRecordsTotal. */
            deniesTornRecordsTotal: number;

            /** Figures deniesAckedTotal. */
            deniesAckedTotal: number;

            /** Figures services. */
            services: number;

            /** Figures serviceAddresses. */
            serviceAddresses: number;

            /** Figures servicesJudgedTotal. */
            servicesJudgedTotal: number;

            /** Figures servicesUntaggedTotal. */
            servicesUntaggedTotal: number;

            /** Figures servicesOffloadedTotal. */
            servicesOffloadedTotal: number;

            /**
             * Creates a new Figures instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Figures instance
             */
            static create(properties: osg.v1.Figures.$Shape): osg.v1.Figures & osg.v1.Figures.$Shape;
            static create(properties?: osg.v1.Figures.$Properties): osg.v1.Figures;

            /**
             * Encodes the specified Figures message. Does not implicitly {@link osg.v1.Figures.verify|verify} messages.
             * @param message Figures message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Figures.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Figures message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Figures & osg.v1.Figures.$Shape} Figures
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Figures & osg.v1.Figures.$Shape;

            /**
             * Creates a Figures message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Figures
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Figures;

            /**
             * Creates a plain object from a Figures message. Also converts values to other types if specified.
             * @param message Figures
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Figures, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Figures to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Figures {

            /** Properties of a Figures. */
            interface $Properties {

                /** Figures dropsTotal */
                dropsTotal?: (number|null);

                /** Figures endpointsAttached */
                endpointsAttached?: (number|null);

                /** Figures arenaLines */
                arenaLines?: (number|null);

                /** Figures arenaLinesUsed */
                arenaLinesUsed?: (number|null);

                /** Figures conntrackEntries */
                conntrackEntries?: (number|null);

                /** Figures conntrackCapacity */
                conntrackCapacity?: (number|null);

                /** Figures conntrackCollected */
                conntrackCollected?: (number|null);

                /** Figures driftsTotal */
                driftsTotal?: (number|null);

                /** Figures driftOpen */
                driftOpen?: (number|null);

                /** Figures driftEventsWaiting */
                driftEventsWaiting?: (number|null);

                /** Figures driftEventsDroppedTotal */
                driftEventsDroppedTotal?: (number|null);

                /** Figures collectorConnected */
                collectorConnected?: (number|null);

                /** Figures spoolBytes */
                spoolBytes?: (number|null);

                /** Figures conntrackFullestEntries */
                conntrackFullestEntries?: (number|null);

                /** Figures conntrackFullestLimit */
                conntrackFullestLimit?: (number|null);

                /** Figures deniesCountedTotal */
                deniesCountedTotal?: (number|null);

                /** Figures deniesReportedTotal */
                deniesReportedTotal?: (number|null);

                /** Figures deniesSuppressedTotal */
                deniesSuppressedTotal?: (number|null);

                /** Figures deniesLostTotal */
                deniesLostTotal?: (number|null);

                /** Figures deniesPending */
                deniesPending?: (number|null);

                /** Figures deniesReceivedTotal */
                deniesReceivedTotal?: (number|null);

                /** Figures deniesGapTotal */
                deniesGapTotal?: (number|null);

                /** Figures deniesQueued */
                deniesQueued?: (number|null);

                /** Figures deniesDroppedQueueTotal */
                deniesDroppedQueueTotal?: (number|null);

                /** Figures deniesBatchedTotal */
                deniesBatchedTotal?: (number|null);

                /** Figures deniesWaiting */
                deniesWaiting?: (number|null);

                /** Figures deniesDroppedSpoolTotal */
                deniesDroppedSpoolTotal?: (number|null);

                /** Figures deniesTornTotal */
                deniesTornTotal?: (number|null);

                /** Figures deniesTornRecordsTotal */
                deniesTornRecordsTotal?: (number|null);

                /** Figures deniesAckedTotal */
                deniesAckedTotal?: (number|null);

                /** Figures services */
                services?: (number|null);

                /** Figures serviceAddresses */
                serviceAddresses?: (number|null);

                /** Figures servicesJudgedTotal */
                servicesJudgedTotal?: (number|null);

                /** Figures servicesUntaggedTotal */
                servicesUntaggedTotal?: (number|null);

                /** Figures servicesOffloadedTotal */
                servicesOffloadedTotal?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Figures. */
            type $Shape = osg.v1.Figures.$Properties;
        }

        /**
         * Properties of a DriftReport.
         * @deprecated Use osg.v1.DriftReport.$Properties instead.
         */
        interface IDriftReport extends osg.v1.DriftReport.$Properties {
        }

        /** Represents a DriftReport. */
        class DriftReport {

            /**
             * Constructs a new DriftReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DriftReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DriftReport life. */
            life: string;

            /** DriftReport events. */
            events: osg.v1.DriftEvent.$Properties[];

            /**
             * Creates a new DriftReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DriftReport instance
             */
            static create(properties: osg.v1.DriftReport.$Shape): osg.v1.DriftReport & osg.v1.DriftReport.$Shape;
            static create(properties?: osg.v1.DriftReport.$Properties): osg.v1.DriftReport;

            /**
             * Encodes the specified DriftReport message. Does not implicitly {@link osg.v1.DriftReport.verify|verify} messages.
             * @param message DriftReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DriftReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DriftReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DriftReport & osg.v1.DriftReport.$Shape} DriftReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DriftReport & osg.v1.DriftReport.$Shape;

            /**
             * Creates a DriftReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DriftReport
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DriftReport;

            /**
             * Creates a plain object from a DriftReport message. Also converts values to other types if specified.
             * @param message DriftReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DriftReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DriftReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DriftReport {

            /** Properties of a DriftReport. */
            interface $Properties {

                /** DriftReport life */
                life?: (string|null);

                /** DriftReport events */
                events?: (osg.v1.DriftEvent.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DriftReport. */
            type $Shape = osg.v1.DriftReport.$Properties;
        }

        /**
         * Properties of a DriftEvent.
         * @deprecated Use osg.v1.DriftEvent.$Properties instead.
         */
        interface IDriftEvent extends osg.v1.DriftEvent.$Properties {
        }

        /** Represents a DriftEvent. */
        class DriftEvent {

            /**
             * Constructs a new DriftEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DriftEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DriftEvent sequence. */
            sequence: number;

            /** DriftEvent timeUnixUs. */
            timeUnixUs: number;

            /** DriftEvent kind. */
            kind: osg.v1.DriftKind;

            /** DriftEvent outcome. */
            outcome: osg.v1.DriftOutcome;

            /** DriftEvent withinMs. */
            withinMs: number;

            /** DriftEvent count. */
            count: number;

            /** DriftEvent what. */
            what: string[];

            /**
             * Creates a new DriftEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DriftEvent instance
             */
            static create(properties: osg.v1.DriftEvent.$Shape): osg.v1.DriftEvent & osg.v1.DriftEvent.$Shape;
            static create(properties?: osg.v1.DriftEvent.$Properties): osg.v1.DriftEvent;

            /**
             * Encodes the specified DriftEvent message. Does not implicitly {@link osg.v1.DriftEvent.verify|verify} messages.
             * @param message DriftEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DriftEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DriftEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DriftEvent & osg.v1.DriftEvent.$Shape} DriftEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DriftEvent & osg.v1.DriftEvent.$Shape;

            /**
             * Creates a DriftEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DriftEvent
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DriftEvent;

            /**
             * Creates a plain object from a DriftEvent message. Also converts values to other types if specified.
             * @param message DriftEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DriftEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DriftEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DriftEvent {

            /** Properties of a DriftEvent. */
            interface $Properties {

                /** DriftEvent sequence */
                sequence?: (number|null);

                /** DriftEvent timeUnixUs */
                timeUnixUs?: (number|null);

                /** DriftEvent kind */
                kind?: (osg.v1.DriftKind|null);

                /** DriftEvent outcome */
                outcome?: (osg.v1.DriftOutcome|null);

                /** DriftEvent withinMs */
                withinMs?: (number|null);

                /** DriftEvent count */
                count?: (number|null);

                /** DriftEvent what */
                what?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DriftEvent. */
            type $Shape = osg.v1.DriftEvent.$Properties;
        }

        /**
         * Properties of a DriftTaken.
         * @deprecated Use osg.v1.DriftTaken.$Properties instead.
         */
        interface IDriftTaken extends osg.v1.DriftTaken.$Properties {
        }

        /** Represents a DriftTaken. */
        class DriftTaken {

            /**
             * Constructs a new DriftTaken.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DriftTaken.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DriftTaken life. */
            life: string;

            /** DriftTaken sequence. */
            sequence: number;

            /**
             * Creates a new DriftTaken instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DriftTaken instance
             */
            static create(properties: osg.v1.DriftTaken.$Shape): osg.v1.DriftTaken & osg.v1.DriftTaken.$Shape;
            static create(properties?: osg.v1.DriftTaken.$Properties): osg.v1.DriftTaken;

            /**
             * Encodes the specified DriftTaken message. Does not implicitly {@link osg.v1.DriftTaken.verify|verify} messages.
             * @param message DriftTaken message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DriftTaken.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DriftTaken message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DriftTaken & osg.v1.DriftTaken.$Shape} DriftTaken
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DriftTaken & osg.v1.DriftTaken.$Shape;

            /**
             * Creates a DriftTaken message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DriftTaken
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DriftTaken;

            /**
             * Creates a plain object from a DriftTaken message. Also converts values to other types if specified.
             * @param message DriftTaken
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DriftTaken, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DriftTaken to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DriftTaken {

            /** Properties of a DriftTaken. */
            interface $Properties {

                /** DriftTaken life */
                life?: (string|null);

                /** DriftTaken sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DriftTaken. */
            type $Shape = osg.v1.DriftTaken.$Properties;
        }

        /**
         * Properties of an EvidenceQuestion.
         * @deprecated Use osg.v1.EvidenceQuestion.$Properties instead.
         */
        interface IEvidenceQuestion extends osg.v1.EvidenceQuestion.$Properties {
        }

        /** Represents an EvidenceQuestion. */
        class EvidenceQuestion {

            /**
             * Constructs a new EvidenceQuestion.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EvidenceQuestion.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvidenceQuestion id. */
            id: number;

            /** EvidenceQuestion limit. */
            limit: number;

            /** EvidenceQuestion verify. */
            verify: boolean;

            /**
             * Creates a new EvidenceQuestion instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EvidenceQuestion instance
             */
            static create(properties: osg.v1.EvidenceQuestion.$Shape): osg.v1.EvidenceQuestion & osg.v1.EvidenceQuestion.$Shape;
            static create(properties?: osg.v1.EvidenceQuestion.$Properties): osg.v1.EvidenceQuestion;

            /**
             * Encodes the specified EvidenceQuestion message. Does not implicitly {@link osg.v1.EvidenceQuestion.verify|verify} messages.
             * @param message EvidenceQuestion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EvidenceQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvidenceQuestion message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EvidenceQuestion & osg.v1.EvidenceQuestion.$Shape} EvidenceQuestion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EvidenceQuestion & osg.v1.EvidenceQuestion.$Shape;

            /**
             * Creates an EvidenceQuestion message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EvidenceQuestion
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EvidenceQuestion;

            /**
             * Creates a plain object from an EvidenceQuestion message. Also converts values to other types if specified.
             * @param message EvidenceQuestion
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EvidenceQuestion, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EvidenceQuestion to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EvidenceQuestion {

            /** Properties of an EvidenceQuestion. */
            interface $Properties {

                /** EvidenceQuestion id */
                id?: (number|null);

                /** EvidenceQuestion limit */
                limit?: (number|null);

                /** EvidenceQuestion verify */
                verify?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvidenceQuestion. */
            type $Shape = osg.v1.EvidenceQuestion.$Properties;
        }

        /**
         * Properties of an Evidence.
         * @deprecated Use osg.v1.Evidence.$Properties instead.
         */
        interface IEvidence extends osg.v1.Evidence.$Properties {
        }

        /** Represents an Evidence. */
        class Evidence {

            /**
             * Constructs a new Evidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Evidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Evidence id. */
            id: number;

            /** Evidence talks. */
            talks: osg.v1.Talk.$Properties[];

            /** Evidence last. */
            last: boolean;

            /** Evidence truncated. */
            truncated: boolean;

            /** Evidence error. */
            error: string;

            /** Evidence sampleRate. */
            sampleRate: number;

            /** Evidence verified. */
            verified?: (osg.v1.TableCheck.$Properties|null);

            /**
             * Creates a new Evidence instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Evidence instance
             */
            static create(properties: osg.v1.Evidence.$Shape): osg.v1.Evidence & osg.v1.Evidence.$Shape;
            static create(properties?: osg.v1.Evidence.$Properties): osg.v1.Evidence;

            /**
             * Encodes the specified Evidence message. Does not implicitly {@link osg.v1.Evidence.verify|verify} messages.
             * @param message Evidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Evidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Evidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Evidence & osg.v1.Evidence.$Shape} Evidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Evidence & osg.v1.Evidence.$Shape;

            /**
             * Creates an Evidence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Evidence
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Evidence;

            /**
             * Creates a plain object from an Evidence message. Also converts values to other types if specified.
             * @param message Evidence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Evidence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Evidence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Evidence {

            /** Properties of an Evidence. */
            interface $Properties {

                /** Evidence id */
                id?: (number|null);

                /** Evidence talks */
                talks?: (osg.v1.Talk.$Properties[]|null);

                /** Evidence last */
                last?: (boolean|null);

                /** Evidence truncated */
                truncated?: (boolean|null);

                /** Evidence error */
                error?: (string|null);

                /** Evidence sampleRate */
                sampleRate?: (number|null);

                /** Evidence verified */
                verified?: (osg.v1.TableCheck.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Evidence. */
            type $Shape = osg.v1.Evidence.$Properties;
        }

        /**
         * Properties of a TableCheck.
         * @deprecated Use osg.v1.TableCheck.$Properties instead.
         */
        interface ITableCheck extends osg.v1.TableCheck.$Properties {
        }

        /** Represents a TableCheck. */
        class TableCheck {

            /**
             * Constructs a new TableCheck.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TableCheck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TableCheck equal. */
            equal: boolean;

            /** TableCheck flows. */
            flows: number;

            /** TableCheck differences. */
            differences: string[];

            /**
             * Creates a new TableCheck instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TableCheck instance
             */
            static create(properties: osg.v1.TableCheck.$Shape): osg.v1.TableCheck & osg.v1.TableCheck.$Shape;
            static create(properties?: osg.v1.TableCheck.$Properties): osg.v1.TableCheck;

            /**
             * Encodes the specified TableCheck message. Does not implicitly {@link osg.v1.TableCheck.verify|verify} messages.
             * @param message TableCheck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TableCheck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TableCheck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TableCheck & osg.v1.TableCheck.$Shape} TableCheck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TableCheck & osg.v1.TableCheck.$Shape;

            /**
             * Creates a TableCheck message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TableCheck
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TableCheck;

            /**
             * Creates a plain object from a TableCheck message. Also converts values to other types if specified.
             * @param message TableCheck
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TableCheck, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TableCheck to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TableCheck {

            /** Properties of a TableCheck. */
            interface $Properties {

                /** TableCheck equal */
                equal?: (boolean|null);

                /** TableCheck flows */
                flows?: (number|null);

                /** TableCheck differences */
                differences?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TableCheck. */
            type $Shape = osg.v1.TableCheck.$Properties;
        }

        /**
         * Properties of a Talk.
         * @deprecated Use osg.v1.Talk.$Properties instead.
         */
        interface ITalk extends osg.v1.Talk.$Properties {
        }

        /** Represents a Talk. */
        class Talk {

            /**
             * Constructs a new Talk.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Talk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Talk endpoint. */
            endpoint: string;

            /** Talk egress. */
            egress: boolean;

            /** Talk peer. */
            peer: string;

            /** Talk protocol. */
            protocol: number;

            /** Talk port. */
            port: number;

            /** Talk live. */
            live: number;

            /** Talk lastUnixUs. */
            lastUnixUs: number;

            /** Talk packets. */
            packets: number;

            /** Talk bytes. */
            bytes: number;

            /** Talk rule. */
            rule: string;

            /**
             * Creates a new Talk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Talk instance
             */
            static create(properties: osg.v1.Talk.$Shape): osg.v1.Talk & osg.v1.Talk.$Shape;
            static create(properties?: osg.v1.Talk.$Properties): osg.v1.Talk;

            /**
             * Encodes the specified Talk message. Does not implicitly {@link osg.v1.Talk.verify|verify} messages.
             * @param message Talk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Talk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Talk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Talk & osg.v1.Talk.$Shape} Talk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Talk & osg.v1.Talk.$Shape;

            /**
             * Creates a Talk message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Talk
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Talk;

            /**
             * Creates a plain object from a Talk message. Also converts values to other types if specified.
             * @param message Talk
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Talk, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Talk to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Talk {

            /** Properties of a Talk. */
            interface $Properties {

                /** Talk endpoint */
                endpoint?: (string|null);

                /** Talk egress */
                egress?: (boolean|null);

                /** Talk peer */
                peer?: (string|null);

                /** Talk protocol */
                protocol?: (number|null);

                /** Talk port */
                port?: (number|null);

                /** Talk live */
                live?: (number|null);

                /** Talk lastUnixUs */
                lastUnixUs?: (number|null);

                /** Talk packets */
                packets?: (number|null);

                /** Talk bytes */
                bytes?: (number|null);

                /** Talk rule */
                rule?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Talk. */
            type $Shape = osg.v1.Talk.$Properties;
        }

        /**
         * Properties of a NodeViewPart.
         * @deprecated Use osg.v1.NodeViewPart.$Properties instead.
         */
        interface INodeViewPart extends osg.v1.NodeViewPart.$Properties {
        }

        /** Represents a NodeViewPart. */
        class NodeViewPart {

            /**
             * Constructs a new NodeViewPart.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodeViewPart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeViewPart node. */
            node: string;

            /** NodeViewPart nodeAddresses. */
            nodeAddresses: Uint8Array[];

            /** NodeViewPart allowNodeProbes. */
            allowNodeProbes: boolean;

            /** NodeViewPart endpoints. */
            endpoints: osg.v1.Endpoint.$Properties[];

            /** NodeViewPart policies. */
            policies: osg.v1.NodePolicy.$Properties[];

            /** NodeViewPart sets. */
            sets: osg.v1.AddressSet.$Properties[];

            /** NodeViewPart trial. */
            trial?: (osg.v1.Trial.$Properties|null);

            /** NodeViewPart services. */
            services: osg.v1.ViewService.$Properties[];

            /** NodeViewPart serviceAddresses. */
            serviceAddresses?: (osg.v1.AddressSet.$Properties|null);

            /**
             * Creates a new NodeViewPart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeViewPart instance
             */
            static create(properties: osg.v1.NodeViewPart.$Shape): osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape;
            static create(properties?: osg.v1.NodeViewPart.$Properties): osg.v1.NodeViewPart;

            /**
             * Encodes the specified NodeViewPart message. Does not implicitly {@link osg.v1.NodeViewPart.verify|verify} messages.
             * @param message NodeViewPart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodeViewPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeViewPart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape} NodeViewPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape;

            /**
             * Creates a NodeViewPart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeViewPart
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodeViewPart;

            /**
             * Creates a plain object from a NodeViewPart message. Also converts values to other types if specified.
             * @param message NodeViewPart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodeViewPart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeViewPart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeViewPart {

            /** Properties of a NodeViewPart. */
            interface $Properties {

                /** NodeViewPart node */
                node?: (string|null);

                /** NodeViewPart nodeAddresses */
                nodeAddresses?: (Uint8Array[]|null);

                /** NodeViewPart allowNodeProbes */
                allowNodeProbes?: (boolean|null);

                /** NodeViewPart endpoints */
                endpoints?: (osg.v1.Endpoint.$Properties[]|null);

                /** NodeViewPart policies */
                policies?: (osg.v1.NodePolicy.$Properties[]|null);

                /** NodeViewPart sets */
                sets?: (osg.v1.AddressSet.$Properties[]|null);

                /** NodeViewPart trial */
                trial?: (osg.v1.Trial.$Properties|null);

                /** NodeViewPart services */
                services?: (osg.v1.ViewService.$Properties[]|null);

                /** NodeViewPart serviceAddresses */
                serviceAddresses?: (osg.v1.AddressSet.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeViewPart. */
            type $Shape = osg.v1.NodeViewPart.$Properties;
        }

        /**
         * Properties of a ViewService.
         * @deprecated Use osg.v1.ViewService.$Properties instead.
         */
        interface IViewService extends osg.v1.ViewService.$Properties {
        }

        /** Represents a ViewService. */
        class ViewService {

            /**
             * Constructs a new ViewService.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ViewService.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ViewService namespace. */
            namespace: string;

            /** ViewService name. */
            name: string;

            /** ViewService addresses. */
            addresses: Uint8Array[];

            /** ViewService ports. */
            ports: osg.v1.ServicePort.$Properties[];

            /**
             * Creates a new ViewService instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ViewService instance
             */
            static create(properties: osg.v1.ViewService.$Shape): osg.v1.ViewService & osg.v1.ViewService.$Shape;
            static create(properties?: osg.v1.ViewService.$Properties): osg.v1.ViewService;

            /**
             * Encodes the specified ViewService message. Does not implicitly {@link osg.v1.ViewService.verify|verify} messages.
             * @param message ViewService message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ViewService.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ViewService message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ViewService & osg.v1.ViewService.$Shape} ViewService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ViewService & osg.v1.ViewService.$Shape;

            /**
             * Creates a ViewService message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ViewService
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ViewService;

            /**
             * Creates a plain object from a ViewService message. Also converts values to other types if specified.
             * @param message ViewService
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ViewService, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ViewService to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ViewService {

            /** Properties of a ViewService. */
            interface $Properties {

                /** ViewService namespace */
                namespace?: (string|null);

                /** ViewService name */
                name?: (string|null);

                /** ViewService addresses */
                addresses?: (Uint8Array[]|null);

                /** ViewService ports */
                ports?: (osg.v1.ServicePort.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ViewService. */
            type $Shape = osg.v1.ViewService.$Properties;
        }

        /**
         * Properties of a ServicePort.
         * @deprecated Use osg.v1.ServicePort.$Properties instead.
         */
        interface IServicePort extends osg.v1.ServicePort.$Properties {
        }

        /** Represents a ServicePort. */
        class ServicePort {

            /**
             * Constructs a new ServicePort.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ServicePort.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServicePort name. */
            name: string;

            /** ServicePort protocol. */
            protocol: number;

            /** ServicePort port. */
            port: number;

            /** ServicePort nodePort. */
            nodePort: number;

            /** ServicePort endpoints. */
            endpoints: osg.v1.Backend.$Properties[];

            /**
             * Creates a new ServicePort instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServicePort instance
             */
            static create(properties: osg.v1.ServicePort.$Shape): osg.v1.ServicePort & osg.v1.ServicePort.$Shape;
            static create(properties?: osg.v1.ServicePort.$Properties): osg.v1.ServicePort;

            /**
             * Encodes the specified ServicePort message. Does not implicitly {@link osg.v1.ServicePort.verify|verify} messages.
             * @param message ServicePort message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ServicePort.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServicePort message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ServicePort & osg.v1.ServicePort.$Shape} ServicePort
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ServicePort & osg.v1.ServicePort.$Shape;

            /**
             * Creates a ServicePort message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServicePort
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ServicePort;

            /**
             * Creates a plain object from a ServicePort message. Also converts values to other types if specified.
             * @param message ServicePort
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ServicePort, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServicePort to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ServicePort {

            /** Properties of a ServicePort. */
            interface $Properties {

                /** ServicePort name */
                name?: (string|null);

                /** ServicePort protocol */
                protocol?: (number|null);

                /** ServicePort port */
                port?: (number|null);

                /** ServicePort nodePort */
                nodePort?: (number|null);

                /** ServicePort endpoints */
                endpoints?: (osg.v1.Backend.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServicePort. */
            type $Shape = osg.v1.ServicePort.$Properties;
        }

        /**
         * Properties of a Backend.
         * @deprecated Use osg.v1.Backend.$Properties instead.
         */
        interface IBackend extends osg.v1.Backend.$Properties {
        }

        /** Represents a Backend. */
        class Backend {

            /**
             * Constructs a new Backend.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Backend.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Backend address. */
            address: Uint8Array;

            /** Backend port. */
            port: number;

            /** Backend ready. */
            ready: boolean;

            /** Backend serving. */
            serving: boolean;

            /** Backend terminating. */
            terminating: boolean;

            /**
             * Creates a new Backend instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Backend instance
             */
            static create(properties: osg.v1.Backend.$Shape): osg.v1.Backend & osg.v1.Backend.$Shape;
            static create(properties?: osg.v1.Backend.$Properties): osg.v1.Backend;

            /**
             * Encodes the specified Backend message. Does not implicitly {@link osg.v1.Backend.verify|verify} messages.
             * @param message Backend message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Backend.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Backend message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Backend & osg.v1.Backend.$Shape} Backend
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Backend & osg.v1.Backend.$Shape;

            /**
             * Creates a Backend message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Backend
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Backend;

            /**
             * Creates a plain object from a Backend message. Also converts values to other types if specified.
             * @param message Backend
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Backend, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Backend to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Backend {

            /** Properties of a Backend. */
            interface $Properties {

                /** Backend address */
                address?: (Uint8Array|null);

                /** Backend port */
                port?: (number|null);

                /** Backend ready */
                ready?: (boolean|null);

                /** Backend serving */
                serving?: (boolean|null);

                /** Backend terminating */
                terminating?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Backend. */
            type $Shape = osg.v1.Backend.$Properties;
        }

        /**
         * Properties of a ServiceChange.
         * @deprecated Use osg.v1.ServiceChange.$Properties instead.
         */
        interface IServiceChange extends osg.v1.ServiceChange.$Properties {
        }

        /** Represents a ServiceChange. */
        class ServiceChange {

            /**
             * Constructs a new ServiceChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ServiceChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServiceChange key. */
            key: string;

            /** ServiceChange ports. */
            ports: osg.v1.ServicePortChange.$Properties[];

            /**
             * Creates a new ServiceChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServiceChange instance
             */
            static create(properties: osg.v1.ServiceChange.$Shape): osg.v1.ServiceChange & osg.v1.ServiceChange.$Shape;
            static create(properties?: osg.v1.ServiceChange.$Properties): osg.v1.ServiceChange;

            /**
             * Encodes the specified ServiceChange message. Does not implicitly {@link osg.v1.ServiceChange.verify|verify} messages.
             * @param message ServiceChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ServiceChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServiceChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ServiceChange & osg.v1.ServiceChange.$Shape} ServiceChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ServiceChange & osg.v1.ServiceChange.$Shape;

            /**
             * Creates a ServiceChange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServiceChange
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ServiceChange;

            /**
             * Creates a plain object from a ServiceChange message. Also converts values to other types if specified.
             * @param message ServiceChange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ServiceChange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServiceChange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ServiceChange {

            /** Properties of a ServiceChange. */
            interface $Properties {

                /** ServiceChange key */
                key?: (string|null);

                /** ServiceChange ports */
                ports?: (osg.v1.ServicePortChange.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServiceChange. */
            type $Shape = osg.v1.ServiceChange.$Properties;
        }

        /**
         * Properties of a ServicePortChange.
         * @deprecated Use osg.v1.ServicePortChange.$Properties instead.
         */
        interface IServicePortChange extends osg.v1.ServicePortChange.$Properties {
        }

        /** Represents a ServicePortChange. */
        class ServicePortChange {

            /**
             * Constructs a new ServicePortChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ServicePortChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServicePortChange at. */
            at: number;

            /** ServicePortChange put. */
            put: osg.v1.Backend.$Properties[];

            /** ServicePortChange removed. */
            removed: osg.v1.Backend.$Properties[];

            /**
             * Creates a new ServicePortChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServicePortChange instance
             */
            static create(properties: osg.v1.ServicePortChange.$Shape): osg.v1.ServicePortChange & osg.v1.ServicePortChange.$Shape;
            static create(properties?: osg.v1.ServicePortChange.$Properties): osg.v1.ServicePortChange;

            /**
             * Encodes the specified ServicePortChange message. Does not implicitly {@link osg.v1.ServicePortChange.verify|verify} messages.
             * @param message ServicePortChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ServicePortChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServicePortChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ServicePortChange & osg.v1.ServicePortChange.$Shape} ServicePortChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ServicePortChange & osg.v1.ServicePortChange.$Shape;

            /**
             * Creates a ServicePortChange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServicePortChange
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ServicePortChange;

            /**
             * Creates a plain object from a ServicePortChange message. Also converts values to other types if specified.
             * @param message ServicePortChange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ServicePortChange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServicePortChange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ServicePortChange {

            /** Properties of a ServicePortChange. */
            interface $Properties {

                /** ServicePortChange at */
                at?: (number|null);

                /** ServicePortChange put */
                put?: (osg.v1.Backend.$Properties[]|null);

                /** ServicePortChange removed */
                removed?: (osg.v1.Backend.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServicePortChange. */
            type $Shape = osg.v1.ServicePortChange.$Properties;
        }

        /**
         * Properties of a Trial.
         * @deprecated Use osg.v1.Trial.$Properties instead.
         */
        interface ITrial extends osg.v1.Trial.$Properties {
        }

        /** Represents a Trial. */
        class Trial {

            /**
             * Constructs a new Trial.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Trial.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Trial id. */
            id: string;

            /** Trial revision. */
            revision: number;

            /** Trial mode. */
            mode: osg.v1.TrialMode;

            /** Trial confirmByUnixMs. */
            confirmByUnixMs: number;

            /**
             * Creates a new Trial instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Trial instance
             */
            static create(properties: osg.v1.Trial.$Shape): osg.v1.Trial & osg.v1.Trial.$Shape;
            static create(properties?: osg.v1.Trial.$Properties): osg.v1.Trial;

            /**
             * Encodes the specified Trial message. Does not implicitly {@link osg.v1.Trial.verify|verify} messages.
             * @param message Trial message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Trial.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Trial message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Trial & osg.v1.Trial.$Shape} Trial
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Trial & osg.v1.Trial.$Shape;

            /**
             * Creates a Trial message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Trial
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Trial;

            /**
             * Creates a plain object from a Trial message. Also converts values to other types if specified.
             * @param message Trial
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Trial, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Trial to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Trial {

            /** Properties of a Trial. */
            interface $Properties {

                /** Trial id */
                id?: (string|null);

                /** Trial revision */
                revision?: (number|null);

                /** Trial mode */
                mode?: (osg.v1.TrialMode|null);

                /** Trial confirmByUnixMs */
                confirmByUnixMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Trial. */
            type $Shape = osg.v1.Trial.$Properties;
        }

        /** TrialMode enum. */
        enum TrialMode {

            /** TRIAL_MODE_UNSPECIFIED value */
            TRIAL_MODE_UNSPECIFIED = 0,

            /** OBSERVE value */
            OBSERVE = 1,

            /** UNCONFIRMED value */
            UNCONFIRMED = 2
        }

        /**
         * Properties of an Endpoint.
         * @deprecated Use osg.v1.Endpoint.$Properties instead.
         */
        interface IEndpoint extends osg.v1.Endpoint.$Properties {
        }

        /** Represents an Endpoint. */
        class Endpoint {

            /**
             * Constructs a new Endpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Endpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Endpoint id. */
            id: string;

            /** Endpoint namespace. */
            namespace: string;

            /** Endpoint name. */
            name: string;

            /** Endpoint labels. */
            labels: { [k: string]: string };

            /** Endpoint addresses. */
            addresses: Uint8Array[];

            /** Endpoint allowedAddresses. */
            allowedAddresses: osg.v1.Prefix.$Properties[];

            /** Endpoint attach. */
            attach?: (osg.v1.Attach.$Properties|null);

            /** Endpoint policies. */
            policies: string[];

            /** Endpoint unselectedIngressDeny. */
            unselectedIngressDeny: boolean;

            /** Endpoint unselectedEgressDeny. */
            unselectedEgressDeny: boolean;

            /** Endpoint candidate. */
            candidate?: (osg.v1.CandidatePolicies.$Properties|null);

            /**
             * Creates a new Endpoint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Endpoint instance
             */
            static create(properties: osg.v1.Endpoint.$Shape): osg.v1.Endpoint & osg.v1.Endpoint.$Shape;
            static create(properties?: osg.v1.Endpoint.$Properties): osg.v1.Endpoint;

            /**
             * Encodes the specified Endpoint message. Does not implicitly {@link osg.v1.Endpoint.verify|verify} messages.
             * @param message Endpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Endpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Endpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Endpoint & osg.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Endpoint & osg.v1.Endpoint.$Shape;

            /**
             * Creates an Endpoint message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Endpoint
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Endpoint;

            /**
             * Creates a plain object from an Endpoint message. Also converts values to other types if specified.
             * @param message Endpoint
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Endpoint, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Endpoint to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Endpoint {

            /** Properties of an Endpoint. */
            interface $Properties {

                /** Endpoint id */
                id?: (string|null);

                /** Endpoint namespace */
                namespace?: (string|null);

                /** Endpoint name */
                name?: (string|null);

                /** Endpoint labels */
                labels?: ({ [k: string]: string }|null);

                /** Endpoint addresses */
                addresses?: (Uint8Array[]|null);

                /** Endpoint allowedAddresses */
                allowedAddresses?: (osg.v1.Prefix.$Properties[]|null);

                /** Endpoint attach */
                attach?: (osg.v1.Attach.$Properties|null);

                /** Endpoint policies */
                policies?: (string[]|null);

                /** Endpoint unselectedIngressDeny */
                unselectedIngressDeny?: (boolean|null);

                /** Endpoint unselectedEgressDeny */
                unselectedEgressDeny?: (boolean|null);

                /** Endpoint candidate */
                candidate?: (osg.v1.CandidatePolicies.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Endpoint. */
            type $Shape = osg.v1.Endpoint.$Properties;
        }

        /**
         * Properties of a CandidatePolicies.
         * @deprecated Use osg.v1.CandidatePolicies.$Properties instead.
         */
        interface ICandidatePolicies extends osg.v1.CandidatePolicies.$Properties {
        }

        /** Represents a CandidatePolicies. */
        class CandidatePolicies {

            /**
             * Constructs a new CandidatePolicies.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.CandidatePolicies.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CandidatePolicies policies. */
            policies: string[];

            /**
             * Creates a new CandidatePolicies instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CandidatePolicies instance
             */
            static create(properties: osg.v1.CandidatePolicies.$Shape): osg.v1.CandidatePolicies & osg.v1.CandidatePolicies.$Shape;
            static create(properties?: osg.v1.CandidatePolicies.$Properties): osg.v1.CandidatePolicies;

            /**
             * Encodes the specified CandidatePolicies message. Does not implicitly {@link osg.v1.CandidatePolicies.verify|verify} messages.
             * @param message CandidatePolicies message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.CandidatePolicies.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CandidatePolicies message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.CandidatePolicies & osg.v1.CandidatePolicies.$Shape} CandidatePolicies
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.CandidatePolicies & osg.v1.CandidatePolicies.$Shape;

            /**
             * Creates a CandidatePolicies message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CandidatePolicies
             */
            static fromObject(object: { [k: string]: any }): osg.v1.CandidatePolicies;

            /**
             * Creates a plain object from a CandidatePolicies message. Also converts values to other types if specified.
             * @param message CandidatePolicies
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.CandidatePolicies, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CandidatePolicies to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CandidatePolicies {

            /** Properties of a CandidatePolicies. */
            interface $Properties {

                /** CandidatePolicies policies */
                policies?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CandidatePolicies. */
            type $Shape = osg.v1.CandidatePolicies.$Properties;
        }

        /**
         * Properties of an Attach.
         * @deprecated Use osg.v1.Attach.$Properties instead.
         */
        interface IAttach extends osg.v1.Attach.$Properties {
        }

        /** Represents an Attach. */
        class Attach {

            /**
             * Constructs a new Attach.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Attach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Attach interface. */
            interface: string;

            /** Attach netns. */
            netns: string;

            /** Attach mac. */
            mac: string;

            /** Attach uid. */
            uid: string;

            /**
             * Creates a new Attach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Attach instance
             */
            static create(properties: osg.v1.Attach.$Shape): osg.v1.Attach & osg.v1.Attach.$Shape;
            static create(properties?: osg.v1.Attach.$Properties): osg.v1.Attach;

            /**
             * Encodes the specified Attach message. Does not implicitly {@link osg.v1.Attach.verify|verify} messages.
             * @param message Attach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Attach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Attach & osg.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Attach & osg.v1.Attach.$Shape;

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Attach
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Attach;

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @param message Attach
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Attach, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Attach to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Attach {

            /** Properties of an Attach. */
            interface $Properties {

                /** Attach interface */
                "interface"?: (string|null);

                /** Attach netns */
                netns?: (string|null);

                /** Attach mac */
                mac?: (string|null);

                /** Attach uid */
                uid?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attach. */
            type $Shape = osg.v1.Attach.$Properties;
        }

        /**
         * Properties of a Prefix.
         * @deprecated Use osg.v1.Prefix.$Properties instead.
         */
        interface IPrefix extends osg.v1.Prefix.$Properties {
        }

        /** Represents a Prefix. */
        class Prefix {

            /**
             * Constructs a new Prefix.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Prefix.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Prefix address. */
            address: Uint8Array;

            /** Prefix length. */
            length: number;

            /**
             * Creates a new Prefix instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Prefix instance
             */
            static create(properties: osg.v1.Prefix.$Shape): osg.v1.Prefix & osg.v1.Prefix.$Shape;
            static create(properties?: osg.v1.Prefix.$Properties): osg.v1.Prefix;

            /**
             * Encodes the specified Prefix message. Does not implicitly {@link osg.v1.Prefix.verify|verify} messages.
             * @param message Prefix message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Prefix.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Prefix message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Prefix & osg.v1.Prefix.$Shape} Prefix
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Prefix & osg.v1.Prefix.$Shape;

            /**
             * Creates a Prefix message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Prefix
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Prefix;

            /**
             * Creates a plain object from a Prefix message. Also converts values to other types if specified.
             * @param message Prefix
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Prefix, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Prefix to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Prefix {

            /** Properties of a Prefix. */
            interface $Properties {

                /** Prefix address */
                address?: (Uint8Array|null);

                /** Prefix length */
                length?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Prefix. */
            type $Shape = osg.v1.Prefix.$Properties;
        }

        /**
         * Properties of an AddressSet.
         * @deprecated Use osg.v1.AddressSet.$Properties instead.
         */
        interface IAddressSet extends osg.v1.AddressSet.$Properties {
        }

        /** Represents an AddressSet. */
        class AddressSet {

            /**
             * Constructs a new AddressSet.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AddressSet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AddressSet id. */
            id: string;

            /** AddressSet v4. */
            v4: Uint8Array;

            /** AddressSet v6. */
            v6: Uint8Array;

            /**
             * Creates a new AddressSet instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AddressSet instance
             */
            static create(properties: osg.v1.AddressSet.$Shape): osg.v1.AddressSet & osg.v1.AddressSet.$Shape;
            static create(properties?: osg.v1.AddressSet.$Properties): osg.v1.AddressSet;

            /**
             * Encodes the specified AddressSet message. Does not implicitly {@link osg.v1.AddressSet.verify|verify} messages.
             * @param message AddressSet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AddressSet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AddressSet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AddressSet & osg.v1.AddressSet.$Shape} AddressSet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AddressSet & osg.v1.AddressSet.$Shape;

            /**
             * Creates an AddressSet message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AddressSet
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AddressSet;

            /**
             * Creates a plain object from an AddressSet message. Also converts values to other types if specified.
             * @param message AddressSet
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AddressSet, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AddressSet to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AddressSet {

            /** Properties of an AddressSet. */
            interface $Properties {

                /** AddressSet id */
                id?: (string|null);

                /** AddressSet v4 */
                v4?: (Uint8Array|null);

                /** AddressSet v6 */
                v6?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AddressSet. */
            type $Shape = osg.v1.AddressSet.$Properties;
        }

        /**
         * Properties of a SetChange.
         * @deprecated Use osg.v1.SetChange.$Properties instead.
         */
        interface ISetChange extends osg.v1.SetChange.$Properties {
        }

        /** Represents a SetChange. */
        class SetChange {

            /**
             * Constructs a new SetChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.SetChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SetChange id. */
            id: string;

            /** SetChange addV4. */
            addV4: Uint8Array;

            /** SetChange addV6. */
            addV6: Uint8Array;

            /** SetChange removeV4. */
            removeV4: Uint8Array;

            /** SetChange removeV6. */
            removeV6: Uint8Array;

            /**
             * Creates a new SetChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SetChange instance
             */
            static create(properties: osg.v1.SetChange.$Shape): osg.v1.SetChange & osg.v1.SetChange.$Shape;
            static create(properties?: osg.v1.SetChange.$Properties): osg.v1.SetChange;

            /**
             * Encodes the specified SetChange message. Does not implicitly {@link osg.v1.SetChange.verify|verify} messages.
             * @param message SetChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.SetChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SetChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.SetChange & osg.v1.SetChange.$Shape} SetChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.SetChange & osg.v1.SetChange.$Shape;

            /**
             * Creates a SetChange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SetChange
             */
            static fromObject(object: { [k: string]: any }): osg.v1.SetChange;

            /**
             * Creates a plain object from a SetChange message. Also converts values to other types if specified.
             * @param message SetChange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.SetChange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SetChange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SetChange {

            /** Properties of a SetChange. */
            interface $Properties {

                /** SetChange id */
                id?: (string|null);

                /** SetChange addV4 */
                addV4?: (Uint8Array|null);

                /** SetChange addV6 */
                addV6?: (Uint8Array|null);

                /** SetChange removeV4 */
                removeV4?: (Uint8Array|null);

                /** SetChange removeV6 */
                removeV6?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SetChange. */
            type $Shape = osg.v1.SetChange.$Properties;
        }

        /**
         * Properties of a PolicyChange.
         * @deprecated Use osg.v1.PolicyChange.$Properties instead.
         */
        interface IPolicyChange extends osg.v1.PolicyChange.$Properties {
        }

        /** Represents a PolicyChange. */
        class PolicyChange {

            /**
             * Constructs a new PolicyChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.PolicyChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PolicyChange key. */
            key: string;

            /** PolicyChange head. */
            head?: (osg.v1.NodePolicy.$Properties|null);

            /** PolicyChange rules. */
            rules: osg.v1.RuleEdit.$Properties[];

            /**
             * Creates a new PolicyChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PolicyChange instance
             */
            static create(properties: osg.v1.PolicyChange.$Shape): osg.v1.PolicyChange & osg.v1.PolicyChange.$Shape;
            static create(properties?: osg.v1.PolicyChange.$Properties): osg.v1.PolicyChange;

            /**
             * Encodes the specified PolicyChange message. Does not implicitly {@link osg.v1.PolicyChange.verify|verify} messages.
             * @param message PolicyChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.PolicyChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PolicyChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.PolicyChange & osg.v1.PolicyChange.$Shape} PolicyChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.PolicyChange & osg.v1.PolicyChange.$Shape;

            /**
             * Creates a PolicyChange message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PolicyChange
             */
            static fromObject(object: { [k: string]: any }): osg.v1.PolicyChange;

            /**
             * Creates a plain object from a PolicyChange message. Also converts values to other types if specified.
             * @param message PolicyChange
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.PolicyChange, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PolicyChange to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PolicyChange {

            /** Properties of a PolicyChange. */
            interface $Properties {

                /** PolicyChange key */
                key?: (string|null);

                /** PolicyChange head */
                head?: (osg.v1.NodePolicy.$Properties|null);

                /** PolicyChange rules */
                rules?: (osg.v1.RuleEdit.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PolicyChange. */
            type $Shape = osg.v1.PolicyChange.$Properties;
        }

        /**
         * Properties of a RuleEdit.
         * @deprecated Use osg.v1.RuleEdit.$Properties instead.
         */
        interface IRuleEdit extends osg.v1.RuleEdit.$Properties {
        }

        /** Represents a RuleEdit. */
        class RuleEdit {

            /**
             * Constructs a new RuleEdit.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RuleEdit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RuleEdit at. */
            at: number;

            /** RuleEdit remove. */
            remove: number;

            /** RuleEdit put. */
            put: osg.v1.Rule.$Properties[];

            /**
             * Creates a new RuleEdit instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RuleEdit instance
             */
            static create(properties: osg.v1.RuleEdit.$Shape): osg.v1.RuleEdit & osg.v1.RuleEdit.$Shape;
            static create(properties?: osg.v1.RuleEdit.$Properties): osg.v1.RuleEdit;

            /**
             * Encodes the specified RuleEdit message. Does not implicitly {@link osg.v1.RuleEdit.verify|verify} messages.
             * @param message RuleEdit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RuleEdit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RuleEdit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RuleEdit & osg.v1.RuleEdit.$Shape} RuleEdit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RuleEdit & osg.v1.RuleEdit.$Shape;

            /**
             * Creates a RuleEdit message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RuleEdit
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RuleEdit;

            /**
             * Creates a plain object from a RuleEdit message. Also converts values to other types if specified.
             * @param message RuleEdit
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RuleEdit, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RuleEdit to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RuleEdit {

            /** Properties of a RuleEdit. */
            interface $Properties {

                /** RuleEdit at */
                at?: (number|null);

                /** RuleEdit remove */
                remove?: (number|null);

                /** RuleEdit put */
                put?: (osg.v1.Rule.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RuleEdit. */
            type $Shape = osg.v1.RuleEdit.$Properties;
        }

        /** Tier enum. */
        enum Tier {

            /** TIER_UNSPECIFIED value */
            TIER_UNSPECIFIED = 0,

            /** EMERGENCY value */
            EMERGENCY = 1,

            /** ADMIN value */
            ADMIN = 2,

            /** GROUP value */
            GROUP = 3,

            /** BASELINE value */
            BASELINE = 4
        }

        /** Action enum. */
        enum Action {

            /** ACTION_UNSPECIFIED value */
            ACTION_UNSPECIFIED = 0,

            /** ACCEPT value */
            ACCEPT = 1,

            /** DENY value */
            DENY = 2,

            /** PASS value */
            PASS = 3
        }

        /**
         * Properties of a Source.
         * @deprecated Use osg.v1.Source.$Properties instead.
         */
        interface ISource extends osg.v1.Source.$Properties {
        }

        /** Represents a Source. */
        class Source {

            /**
             * Constructs a new Source.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Source.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Source file. */
            file: string;

            /** Source line. */
            line: number;

            /** Source column. */
            column: number;

            /**
             * Creates a new Source instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Source instance
             */
            static create(properties: osg.v1.Source.$Shape): osg.v1.Source & osg.v1.Source.$Shape;
            static create(properties?: osg.v1.Source.$Properties): osg.v1.Source;

            /**
             * Encodes the specified Source message. Does not implicitly {@link osg.v1.Source.verify|verify} messages.
             * @param message Source message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Source.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Source message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Source & osg.v1.Source.$Shape} Source
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Source & osg.v1.Source.$Shape;

            /**
             * Creates a Source message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Source
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Source;

            /**
             * Creates a plain object from a Source message. Also converts values to other types if specified.
             * @param message Source
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Source, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Source to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Source {

            /** Properties of a Source. */
            interface $Properties {

                /** Source file */
                file?: (string|null);

                /** Source line */
                line?: (number|null);

                /** Source column */
                column?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Source. */
            type $Shape = osg.v1.Source.$Properties;
        }

        /**
         * Properties of a NodePolicy.
         * @deprecated Use osg.v1.NodePolicy.$Properties instead.
         */
        interface INodePolicy extends osg.v1.NodePolicy.$Properties {
        }

        /** Represents a NodePolicy. */
        class NodePolicy {

            /**
             * Constructs a new NodePolicy.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodePolicy.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodePolicy key. */
            key: string;

            /** NodePolicy id. */
            id: string;

            /** NodePolicy tier. */
            tier: osg.v1.Tier;

            /** NodePolicy priority. */
            priority: number;

            /** NodePolicy isolatesIngress. */
            isolatesIngress: boolean;

            /** NodePolicy isolatesEgress. */
            isolatesEgress: boolean;

            /** NodePolicy rules. */
            rules: osg.v1.Rule.$Properties[];

            /** NodePolicy owner. */
            owner: string;

            /** NodePolicy source. */
            source?: (osg.v1.Source.$Properties|null);

            /**
             * Creates a new NodePolicy instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodePolicy instance
             */
            static create(properties: osg.v1.NodePolicy.$Shape): osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape;
            static create(properties?: osg.v1.NodePolicy.$Properties): osg.v1.NodePolicy;

            /**
             * Encodes the specified NodePolicy message. Does not implicitly {@link osg.v1.NodePolicy.verify|verify} messages.
             * @param message NodePolicy message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodePolicy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodePolicy message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape} NodePolicy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape;

            /**
             * Creates a NodePolicy message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodePolicy
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodePolicy;

            /**
             * Creates a plain object from a NodePolicy message. Also converts values to other types if specified.
             * @param message NodePolicy
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodePolicy, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodePolicy to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodePolicy {

            /** Properties of a NodePolicy. */
            interface $Properties {

                /** NodePolicy key */
                key?: (string|null);

                /** NodePolicy id */
                id?: (string|null);

                /** NodePolicy tier */
                tier?: (osg.v1.Tier|null);

                /** NodePolicy priority */
                priority?: (number|null);

                /** NodePolicy isolatesIngress */
                isolatesIngress?: (boolean|null);

                /** NodePolicy isolatesEgress */
                isolatesEgress?: (boolean|null);

                /** NodePolicy rules */
                rules?: (osg.v1.Rule.$Properties[]|null);

                /** NodePolicy owner */
                owner?: (string|null);

                /** NodePolicy source */
                source?: (osg.v1.Source.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodePolicy. */
            type $Shape = osg.v1.NodePolicy.$Properties;
        }

        /**
         * Properties of a Rule.
         * @deprecated Use osg.v1.Rule.$Properties instead.
         */
        interface IRule extends osg.v1.Rule.$Properties {
        }

        /** Represents a Rule. */
        class Rule {

            /**
             * Constructs a new Rule.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Rule.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Rule id. */
            id: string;

            /** Rule egress. */
            egress: boolean;

            /** Rule action. */
            action: osg.v1.Action;

            /** Rule audit. */
            audit: boolean;

            /** Rule expiresAtMs. */
            expiresAtMs: number;

            /** Rule matches. */
            matches: osg.v1.Match.$Properties[];

            /** Rule owner. */
            owner: string;

            /** Rule reason. */
            reason: string;

            /** Rule ticket. */
            ticket: string;

            /** Rule runbook. */
            runbook: string;

            /** Rule source. */
            source?: (osg.v1.Source.$Properties|null);

            /**
             * Creates a new Rule instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Rule instance
             */
            static create(properties: osg.v1.Rule.$Shape): osg.v1.Rule & osg.v1.Rule.$Shape;
            static create(properties?: osg.v1.Rule.$Properties): osg.v1.Rule;

            /**
             * Encodes the specified Rule message. Does not implicitly {@link osg.v1.Rule.verify|verify} messages.
             * @param message Rule message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Rule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Rule message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Rule & osg.v1.Rule.$Shape} Rule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Rule & osg.v1.Rule.$Shape;

            /**
             * Creates a Rule message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Rule
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Rule;

            /**
             * Creates a plain object from a Rule message. Also converts values to other types if specified.
             * @param message Rule
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Rule, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Rule to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Rule {

            /** Properties of a Rule. */
            interface $Properties {

                /** Rule id */
                id?: (string|null);

                /** Rule egress */
                egress?: (boolean|null);

                /** Rule action */
                action?: (osg.v1.Action|null);

                /** Rule audit */
                audit?: (boolean|null);

                /** Rule expiresAtMs */
                expiresAtMs?: (number|null);

                /** Rule matches */
                matches?: (osg.v1.Match.$Properties[]|null);

                /** Rule owner */
                owner?: (string|null);

                /** Rule reason */
                reason?: (string|null);

                /** Rule ticket */
                ticket?: (string|null);

                /** Rule runbook */
                runbook?: (string|null);

                /** Rule source */
                source?: (osg.v1.Source.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Rule. */
            type $Shape = osg.v1.Rule.$Properties;
        }

        /**
         * Properties of a Match.
         * @deprecated Use osg.v1.Match.$Properties instead.
         */
        interface IMatch extends osg.v1.Match.$Properties {
        }

        /** Represents a Match. */
        class Match {

            /**
             * Constructs a new Match.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Match.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Match anyPeer. */
            anyPeer: boolean;

            /** Match sets. */
            sets: string[];

            /** Match anyPort. */
            anyPort: boolean;

            /** Match ports. */
            ports: osg.v1.Port.$Properties[];

            /**
             * Creates a new Match instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Match instance
             */
            static create(properties: osg.v1.Match.$Shape): osg.v1.Match & osg.v1.Match.$Shape;
            static create(properties?: osg.v1.Match.$Properties): osg.v1.Match;

            /**
             * Encodes the specified Match message. Does not implicitly {@link osg.v1.Match.verify|verify} messages.
             * @param message Match message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Match.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Match message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Match & osg.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Match & osg.v1.Match.$Shape;

            /**
             * Creates a Match message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Match
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Match;

            /**
             * Creates a plain object from a Match message. Also converts values to other types if specified.
             * @param message Match
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Match, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Match to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Match {

            /** Properties of a Match. */
            interface $Properties {

                /** Match anyPeer */
                anyPeer?: (boolean|null);

                /** Match sets */
                sets?: (string[]|null);

                /** Match anyPort */
                anyPort?: (boolean|null);

                /** Match ports */
                ports?: (osg.v1.Port.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Match. */
            type $Shape = osg.v1.Match.$Properties;
        }

        /**
         * Properties of a Port.
         * @deprecated Use osg.v1.Port.$Properties instead.
         */
        interface IPort extends osg.v1.Port.$Properties {
        }

        /** Represents a Port. */
        class Port {

            /**
             * Constructs a new Port.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Port.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Port anyProtocol. */
            anyProtocol: boolean;

            /** Port protocol. */
            protocol: number;

            /** Port hasPorts. */
            hasPorts: boolean;

            /** Port first. */
            first: number;

            /** Port last. */
            last: number;

            /** Port hasIcmp. */
            hasIcmp: boolean;

            /** Port icmpType. */
            icmpType: number;

            /** Port hasCode. */
            hasCode: boolean;

            /** Port icmpCode. */
            icmpCode: number;

            /**
             * Creates a new Port instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Port instance
             */
            static create(properties: osg.v1.Port.$Shape): osg.v1.Port & osg.v1.Port.$Shape;
            static create(properties?: osg.v1.Port.$Properties): osg.v1.Port;

            /**
             * Encodes the specified Port message. Does not implicitly {@link osg.v1.Port.verify|verify} messages.
             * @param message Port message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Port.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Port message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Port & osg.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Port & osg.v1.Port.$Shape;

            /**
             * Creates a Port message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Port
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Port;

            /**
             * Creates a plain object from a Port message. Also converts values to other types if specified.
             * @param message Port
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Port, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Port to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Port {

            /** Properties of a Port. */
            interface $Properties {

                /** Port anyProtocol */
                anyProtocol?: (boolean|null);

                /** Port protocol */
                protocol?: (number|null);

                /** Port hasPorts */
                hasPorts?: (boolean|null);

                /** Port first */
                first?: (number|null);

                /** Port last */
                last?: (number|null);

                /** Port hasIcmp */
                hasIcmp?: (boolean|null);

                /** Port icmpType */
                icmpType?: (number|null);

                /** Port hasCode */
                hasCode?: (boolean|null);

                /** Port icmpCode */
                icmpCode?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Port. */
            type $Shape = osg.v1.Port.$Properties;
        }

        /** DecisionReason enum. */
        enum DecisionReason {

            /** DECISION_REASON_UNSPECIFIED value */
            DECISION_REASON_UNSPECIFIED = 0,

            /** DECISION_REASON_RULE value */
            DECISION_REASON_RULE = 1,

            /** DECISION_REASON_DEFAULT_DENY value */
            DECISION_REASON_DEFAULT_DENY = 2,

            /** DECISION_REASON_POSTURE value */
            DECISION_REASON_POSTURE = 3,

            /** DECISION_REASON_NO_ENDPOINT value */
            DECISION_REASON_NO_ENDPOINT = 4,

            /** DECISION_REASON_NODE value */
            DECISION_REASON_NODE = 5,

            /** DECISION_REASON_SELF value */
            DECISION_REASON_SELF = 6
        }

        /** MissField enum. */
        enum MissField {

            /** MISS_FIELD_UNSPECIFIED value */
            MISS_FIELD_UNSPECIFIED = 0,

            /** MISS_FIELD_PEER value */
            MISS_FIELD_PEER = 1,

            /** MISS_FIELD_PROTOCOL value */
            MISS_FIELD_PROTOCOL = 2,

            /** MISS_FIELD_PORT value */
            MISS_FIELD_PORT = 3,

            /** MISS_FIELD_DIRECTION value */
            MISS_FIELD_DIRECTION = 4,

            /** MISS_FIELD_EXPIRED value */
            MISS_FIELD_EXPIRED = 5,

            /** MISS_FIELD_AUDIT value */
            MISS_FIELD_AUDIT = 6
        }

        /** BlameKind enum. */
        enum BlameKind {

            /** BLAME_KIND_UNSPECIFIED value */
            BLAME_KIND_UNSPECIFIED = 0,

            /** BLAME_KIND_POLICY value */
            BLAME_KIND_POLICY = 1,

            /** BLAME_KIND_ROLLBACK value */
            BLAME_KIND_ROLLBACK = 2,

            /** BLAME_KIND_RESUME value */
            BLAME_KIND_RESUME = 3,

            /** BLAME_KIND_EMERGENCY value */
            BLAME_KIND_EMERGENCY = 4,

            /** BLAME_KIND_INVENTORY value */
            BLAME_KIND_INVENTORY = 5,

            /** BLAME_KIND_EXPIRY value */
            BLAME_KIND_EXPIRY = 6,

            /** BLAME_KIND_NONE value */
            BLAME_KIND_NONE = 7
        }

        /** BlameVerb enum. */
        enum BlameVerb {

            /** BLAME_VERB_UNSPECIFIED value */
            BLAME_VERB_UNSPECIFIED = 0,

            /** BLAME_VERB_BY value */
            BLAME_VERB_BY = 1,

            /** BLAME_VERB_WAS_BY value */
            BLAME_VERB_WAS_BY = 2,

            /** BLAME_VERB_ISOLATED_BY value */
            BLAME_VERB_ISOLATED_BY = 3,

            /** BLAME_VERB_NO_LONGER_ISOLATED_BY value */
            BLAME_VERB_NO_LONGER_ISOLATED_BY = 4,

            /** BLAME_VERB_NO_LONGER_DENIED_BY value */
            BLAME_VERB_NO_LONGER_DENIED_BY = 5,

            /** BLAME_VERB_BY_POSTURE value */
            BLAME_VERB_BY_POSTURE = 6
        }

        /** BlameChange enum. */
        enum BlameChange {

            /** BLAME_CHANGE_UNSPECIFIED value */
            BLAME_CHANGE_UNSPECIFIED = 0,

            /** BLAME_CHANGE_CAME value */
            BLAME_CHANGE_CAME = 1,

            /** BLAME_CHANGE_CHANGED value */
            BLAME_CHANGE_CHANGED = 2,

            /** BLAME_CHANGE_WENT value */
            BLAME_CHANGE_WENT = 3
        }

        /**
         * Properties of an InventoryRequest.
         * @deprecated Use osg.v1.InventoryRequest.$Properties instead.
         */
        interface IInventoryRequest extends osg.v1.InventoryRequest.$Properties {
        }

        /** Represents an InventoryRequest. */
        class InventoryRequest {

            /**
             * Constructs a new InventoryRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.InventoryRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryRequest epoch. */
            epoch: number;

            /** InventoryRequest sequence. */
            sequence: number;

            /**
             * Creates a new InventoryRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns InventoryRequest instance
             */
            static create(properties: osg.v1.InventoryRequest.$Shape): osg.v1.InventoryRequest & osg.v1.InventoryRequest.$Shape;
            static create(properties?: osg.v1.InventoryRequest.$Properties): osg.v1.InventoryRequest;

            /**
             * Encodes the specified InventoryRequest message. Does not implicitly {@link osg.v1.InventoryRequest.verify|verify} messages.
             * @param message InventoryRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.InventoryRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.InventoryRequest & osg.v1.InventoryRequest.$Shape} InventoryRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.InventoryRequest & osg.v1.InventoryRequest.$Shape;

            /**
             * Creates an InventoryRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns InventoryRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.InventoryRequest;

            /**
             * Creates a plain object from an InventoryRequest message. Also converts values to other types if specified.
             * @param message InventoryRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.InventoryRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this InventoryRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace InventoryRequest {

            /** Properties of an InventoryRequest. */
            interface $Properties {

                /** InventoryRequest epoch */
                epoch?: (number|null);

                /** InventoryRequest sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryRequest. */
            type $Shape = osg.v1.InventoryRequest.$Properties;
        }

        /**
         * Properties of an InventoryMessage.
         * @deprecated Use osg.v1.InventoryMessage.$Properties instead.
         */
        interface IInventoryMessage extends osg.v1.InventoryMessage.$Properties {
        }

        /** Represents an InventoryMessage. */
        class InventoryMessage {

            /**
             * Constructs a new InventoryMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.InventoryMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryMessage epoch. */
            epoch: number;

            /** InventoryMessage sequence. */
            sequence: number;

            /** InventoryMessage timeUnixUs. */
            timeUnixUs: number;

            /** InventoryMessage reset. */
            reset?: (osg.v1.InventoryReset.$Properties|null);

            /** InventoryMessage owners. */
            owners: osg.v1.AddressOwner.$Properties[];

            /**
             * Creates a new InventoryMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns InventoryMessage instance
             */
            static create(properties: osg.v1.InventoryMessage.$Shape): osg.v1.InventoryMessage & osg.v1.InventoryMessage.$Shape;
            static create(properties?: osg.v1.InventoryMessage.$Properties): osg.v1.InventoryMessage;

            /**
             * Encodes the specified InventoryMessage message. Does not implicitly {@link osg.v1.InventoryMessage.verify|verify} messages.
             * @param message InventoryMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.InventoryMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.InventoryMessage & osg.v1.InventoryMessage.$Shape} InventoryMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.InventoryMessage & osg.v1.InventoryMessage.$Shape;

            /**
             * Creates an InventoryMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns InventoryMessage
             */
            static fromObject(object: { [k: string]: any }): osg.v1.InventoryMessage;

            /**
             * Creates a plain object from an InventoryMessage message. Also converts values to other types if specified.
             * @param message InventoryMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.InventoryMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this InventoryMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace InventoryMessage {

            /** Properties of an InventoryMessage. */
            interface $Properties {

                /** InventoryMessage epoch */
                epoch?: (number|null);

                /** InventoryMessage sequence */
                sequence?: (number|null);

                /** InventoryMessage timeUnixUs */
                timeUnixUs?: (number|null);

                /** InventoryMessage reset */
                reset?: (osg.v1.InventoryReset.$Properties|null);

                /** InventoryMessage owners */
                owners?: (osg.v1.AddressOwner.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryMessage. */
            type $Shape = osg.v1.InventoryMessage.$Properties;
        }

        /**
         * Properties of an InventoryReset.
         * @deprecated Use osg.v1.InventoryReset.$Properties instead.
         */
        interface IInventoryReset extends osg.v1.InventoryReset.$Properties {
        }

        /** Represents an InventoryReset. */
        class InventoryReset {

            /**
             * Constructs a new InventoryReset.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.InventoryReset.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryReset sinceUnixUs. */
            sinceUnixUs: number;

            /**
             * Creates a new InventoryReset instance using the specified properties.
             * @param [properties] Properties to set
             * @returns InventoryReset instance
             */
            static create(properties: osg.v1.InventoryReset.$Shape): osg.v1.InventoryReset & osg.v1.InventoryReset.$Shape;
            static create(properties?: osg.v1.InventoryReset.$Properties): osg.v1.InventoryReset;

            /**
             * Encodes the specified InventoryReset message. Does not implicitly {@link osg.v1.InventoryReset.verify|verify} messages.
             * @param message InventoryReset message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.InventoryReset.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryReset message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.InventoryReset & osg.v1.InventoryReset.$Shape} InventoryReset
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.InventoryReset & osg.v1.InventoryReset.$Shape;

            /**
             * Creates an InventoryReset message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns InventoryReset
             */
            static fromObject(object: { [k: string]: any }): osg.v1.InventoryReset;

            /**
             * Creates a plain object from an InventoryReset message. Also converts values to other types if specified.
             * @param message InventoryReset
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.InventoryReset, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this InventoryReset to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace InventoryReset {

            /** Properties of an InventoryReset. */
            interface $Properties {

                /** InventoryReset sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryReset. */
            type $Shape = osg.v1.InventoryReset.$Properties;
        }

        /**
         * Properties of an AddressOwner.
         * @deprecated Use osg.v1.AddressOwner.$Properties instead.
         */
        interface IAddressOwner extends osg.v1.AddressOwner.$Properties {
        }

        /** Represents an AddressOwner. */
        class AddressOwner {

            /**
             * Constructs a new AddressOwner.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AddressOwner.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AddressOwner address. */
            address: Uint8Array;

            /** AddressOwner name. */
            name: string;

            /** AddressOwner workload. */
            workload: boolean;

            /** AddressOwner fromUnixUs. */
            fromUnixUs: number;

            /** AddressOwner toUnixUs. */
            toUnixUs: number;

            /** AddressOwner node. */
            node: string;

            /**
             * Creates a new AddressOwner instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AddressOwner instance
             */
            static create(properties: osg.v1.AddressOwner.$Shape): osg.v1.AddressOwner & osg.v1.AddressOwner.$Shape;
            static create(properties?: osg.v1.AddressOwner.$Properties): osg.v1.AddressOwner;

            /**
             * Encodes the specified AddressOwner message. Does not implicitly {@link osg.v1.AddressOwner.verify|verify} messages.
             * @param message AddressOwner message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AddressOwner.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AddressOwner message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AddressOwner & osg.v1.AddressOwner.$Shape} AddressOwner
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AddressOwner & osg.v1.AddressOwner.$Shape;

            /**
             * Creates an AddressOwner message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AddressOwner
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AddressOwner;

            /**
             * Creates a plain object from an AddressOwner message. Also converts values to other types if specified.
             * @param message AddressOwner
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AddressOwner, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AddressOwner to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AddressOwner {

            /** Properties of an AddressOwner. */
            interface $Properties {

                /** AddressOwner address */
                address?: (Uint8Array|null);

                /** AddressOwner name */
                name?: (string|null);

                /** AddressOwner workload */
                workload?: (boolean|null);

                /** AddressOwner fromUnixUs */
                fromUnixUs?: (number|null);

                /** AddressOwner toUnixUs */
                toUnixUs?: (number|null);

                /** AddressOwner node */
                node?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AddressOwner. */
            type $Shape = osg.v1.AddressOwner.$Properties;
        }

        /**
         * Properties of an ExplainRequest.
         * @deprecated Use osg.v1.ExplainRequest.$Properties instead.
         */
        interface IExplainRequest extends osg.v1.ExplainRequest.$Properties {
        }

        /** Represents an ExplainRequest. */
        class ExplainRequest {

            /**
             * Constructs a new ExplainRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ExplainRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExplainRequest source. */
            source: Uint8Array;

            /** ExplainRequest destination. */
            destination: Uint8Array;

            /** ExplainRequest protocol. */
            protocol: number;

            /** ExplainRequest destinationPort. */
            destinationPort: number;

            /** ExplainRequest egress. */
            egress: boolean;

            /** ExplainRequest timeUnixUs. */
            timeUnixUs: number;

            /** ExplainRequest revision. */
            revision: number;

            /** ExplainRequest audit. */
            audit: boolean;

            /**
             * Creates a new ExplainRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ExplainRequest instance
             */
            static create(properties: osg.v1.ExplainRequest.$Shape): osg.v1.ExplainRequest & osg.v1.ExplainRequest.$Shape;
            static create(properties?: osg.v1.ExplainRequest.$Properties): osg.v1.ExplainRequest;

            /**
             * Encodes the specified ExplainRequest message. Does not implicitly {@link osg.v1.ExplainRequest.verify|verify} messages.
             * @param message ExplainRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ExplainRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExplainRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ExplainRequest & osg.v1.ExplainRequest.$Shape} ExplainRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ExplainRequest & osg.v1.ExplainRequest.$Shape;

            /**
             * Creates an ExplainRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ExplainRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ExplainRequest;

            /**
             * Creates a plain object from an ExplainRequest message. Also converts values to other types if specified.
             * @param message ExplainRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ExplainRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ExplainRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ExplainRequest {

            /** Properties of an ExplainRequest. */
            interface $Properties {

                /** ExplainRequest source */
                source?: (Uint8Array|null);

                /** ExplainRequest destination */
                destination?: (Uint8Array|null);

                /** ExplainRequest protocol */
                protocol?: (number|null);

                /** ExplainRequest destinationPort */
                destinationPort?: (number|null);

                /** ExplainRequest egress */
                egress?: (boolean|null);

                /** ExplainRequest timeUnixUs */
                timeUnixUs?: (number|null);

                /** ExplainRequest revision */
                revision?: (number|null);

                /** ExplainRequest audit */
                audit?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExplainRequest. */
            type $Shape = osg.v1.ExplainRequest.$Properties;
        }

        /**
         * Properties of an Explanation.
         * @deprecated Use osg.v1.Explanation.$Properties instead.
         */
        interface IExplanation extends osg.v1.Explanation.$Properties {
        }

        /** Represents an Explanation. */
        class Explanation {

            /**
             * Constructs a new Explanation.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Explanation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Explanation revision. */
            revision: number;

            /** Explanation revisionGone. */
            revisionGone: boolean;

            /** Explanation allowed. */
            allowed: boolean;

            /** Explanation reason. */
            reason: osg.v1.DecisionReason;

            /** Explanation rule. */
            rule: string;

            /** Explanation nearest. */
            nearest?: (osg.v1.NearestMiss.$Properties|null);

            /** Explanation withheld. */
            withheld: boolean;

            /**
             * Creates a new Explanation instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Explanation instance
             */
            static create(properties: osg.v1.Explanation.$Shape): osg.v1.Explanation & osg.v1.Explanation.$Shape;
            static create(properties?: osg.v1.Explanation.$Properties): osg.v1.Explanation;

            /**
             * Encodes the specified Explanation message. Does not implicitly {@link osg.v1.Explanation.verify|verify} messages.
             * @param message Explanation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Explanation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Explanation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Explanation & osg.v1.Explanation.$Shape} Explanation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Explanation & osg.v1.Explanation.$Shape;

            /**
             * Creates an Explanation message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Explanation
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Explanation;

            /**
             * Creates a plain object from an Explanation message. Also converts values to other types if specified.
             * @param message Explanation
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Explanation, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Explanation to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Explanation {

            /** Properties of an Explanation. */
            interface $Properties {

                /** Explanation revision */
                revision?: (number|null);

                /** Explanation revisionGone */
                revisionGone?: (boolean|null);

                /** Explanation allowed */
                allowed?: (boolean|null);

                /** Explanation reason */
                reason?: (osg.v1.DecisionReason|null);

                /** Explanation rule */
                rule?: (string|null);

                /** Explanation nearest */
                nearest?: (osg.v1.NearestMiss.$Properties|null);

                /** Explanation withheld */
                withheld?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Explanation. */
            type $Shape = osg.v1.Explanation.$Properties;
        }

        /**
         * Properties of a NearestMiss.
         * @deprecated Use osg.v1.NearestMiss.$Properties instead.
         */
        interface INearestMiss extends osg.v1.NearestMiss.$Properties {
        }

        /** Represents a NearestMiss. */
        class NearestMiss {

            /**
             * Constructs a new NearestMiss.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NearestMiss.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NearestMiss rule. */
            rule: string;

            /** NearestMiss file. */
            file: string;

            /** NearestMiss line. */
            line: number;

            /** NearestMiss field. */
            field: osg.v1.MissField;

            /** NearestMiss found. */
            found: string;

            /** NearestMiss expected. */
            expected: string;

            /** NearestMiss edit. */
            edit: string;

            /**
             * Creates a new NearestMiss instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NearestMiss instance
             */
            static create(properties: osg.v1.NearestMiss.$Shape): osg.v1.NearestMiss & osg.v1.NearestMiss.$Shape;
            static create(properties?: osg.v1.NearestMiss.$Properties): osg.v1.NearestMiss;

            /**
             * Encodes the specified NearestMiss message. Does not implicitly {@link osg.v1.NearestMiss.verify|verify} messages.
             * @param message NearestMiss message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NearestMiss.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NearestMiss message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NearestMiss & osg.v1.NearestMiss.$Shape} NearestMiss
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NearestMiss & osg.v1.NearestMiss.$Shape;

            /**
             * Creates a NearestMiss message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NearestMiss
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NearestMiss;

            /**
             * Creates a plain object from a NearestMiss message. Also converts values to other types if specified.
             * @param message NearestMiss
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NearestMiss, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NearestMiss to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NearestMiss {

            /** Properties of a NearestMiss. */
            interface $Properties {

                /** NearestMiss rule */
                rule?: (string|null);

                /** NearestMiss file */
                file?: (string|null);

                /** NearestMiss line */
                line?: (number|null);

                /** NearestMiss field */
                field?: (osg.v1.MissField|null);

                /** NearestMiss found */
                found?: (string|null);

                /** NearestMiss expected */
                expected?: (string|null);

                /** NearestMiss edit */
                edit?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NearestMiss. */
            type $Shape = osg.v1.NearestMiss.$Properties;
        }

        /**
         * Properties of a BlameReply.
         * @deprecated Use osg.v1.BlameReply.$Properties instead.
         */
        interface IBlameReply extends osg.v1.BlameReply.$Properties {
        }

        /** Represents a BlameReply. */
        class BlameReply {

            /**
             * Constructs a new BlameReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.BlameReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlameReply allowed. */
            allowed: boolean;

            /** BlameReply reason. */
            reason: osg.v1.DecisionReason;

            /** BlameReply rule. */
            rule: string;

            /** BlameReply kind. */
            kind: osg.v1.BlameKind;

            /** BlameReply revision. */
            revision: number;

            /** BlameReply source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** BlameReply who. */
            who: string;

            /** BlameReply why. */
            why: string;

            /** BlameReply timeUnixUs. */
            timeUnixUs: number;

            /** BlameReply verb. */
            verb: osg.v1.BlameVerb;

            /** BlameReply object. */
            object: string;

            /** BlameReply change. */
            change: osg.v1.BlameChange;

            /** BlameReply file. */
            file: string;

            /** BlameReply line. */
            line: number;

            /** BlameReply inventory. */
            inventory: string[];

            /** BlameReply oldestRevision. */
            oldestRevision: number;

            /** BlameReply inventoryFromUnixUs. */
            inventoryFromUnixUs: number;

            /** BlameReply revisionGone. */
            revisionGone: boolean;

            /** BlameReply withheld. */
            withheld: boolean;

            /**
             * Creates a new BlameReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns BlameReply instance
             */
            static create(properties: osg.v1.BlameReply.$Shape): osg.v1.BlameReply & osg.v1.BlameReply.$Shape;
            static create(properties?: osg.v1.BlameReply.$Properties): osg.v1.BlameReply;

            /**
             * Encodes the specified BlameReply message. Does not implicitly {@link osg.v1.BlameReply.verify|verify} messages.
             * @param message BlameReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.BlameReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlameReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.BlameReply & osg.v1.BlameReply.$Shape} BlameReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.BlameReply & osg.v1.BlameReply.$Shape;

            /**
             * Creates a BlameReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns BlameReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.BlameReply;

            /**
             * Creates a plain object from a BlameReply message. Also converts values to other types if specified.
             * @param message BlameReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.BlameReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this BlameReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace BlameReply {

            /** Properties of a BlameReply. */
            interface $Properties {

                /** BlameReply allowed */
                allowed?: (boolean|null);

                /** BlameReply reason */
                reason?: (osg.v1.DecisionReason|null);

                /** BlameReply rule */
                rule?: (string|null);

                /** BlameReply kind */
                kind?: (osg.v1.BlameKind|null);

                /** BlameReply revision */
                revision?: (number|null);

                /** BlameReply source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** BlameReply who */
                who?: (string|null);

                /** BlameReply why */
                why?: (string|null);

                /** BlameReply timeUnixUs */
                timeUnixUs?: (number|null);

                /** BlameReply verb */
                verb?: (osg.v1.BlameVerb|null);

                /** BlameReply object */
                object?: (string|null);

                /** BlameReply change */
                change?: (osg.v1.BlameChange|null);

                /** BlameReply file */
                file?: (string|null);

                /** BlameReply line */
                line?: (number|null);

                /** BlameReply inventory */
                inventory?: (string[]|null);

                /** BlameReply oldestRevision */
                oldestRevision?: (number|null);

                /** BlameReply inventoryFromUnixUs */
                inventoryFromUnixUs?: (number|null);

                /** BlameReply revisionGone */
                revisionGone?: (boolean|null);

                /** BlameReply withheld */
                withheld?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlameReply. */
            type $Shape = osg.v1.BlameReply.$Properties;
        }

        /** Verdict enum. */
        enum Verdict {

            /** VERDICT_UNSPECIFIED value */
            VERDICT_UNSPECIFIED = 0,

            /** VERDICT_ALLOW value */
            VERDICT_ALLOW = 1,

            /** VERDICT_DENY value */
            VERDICT_DENY = 2,

            /** VERDICT_WOULD_DENY value */
            VERDICT_WOULD_DENY = 3,

            /** VERDICT_WOULD_ALLOW value */
            VERDICT_WOULD_ALLOW = 4
        }

        /** Reason enum. */
        enum Reason {

            /** REASON_UNSPECIFIED value */
            REASON_UNSPECIFIED = 0,

            /** REASON_RULE_ALLOW value */
            REASON_RULE_ALLOW = 1,

            /** REASON_DEFAULT_ALLOW value */
            REASON_DEFAULT_ALLOW = 2,

            /** REASON_REPLY value */
            REASON_REPLY = 3,

            /** REASON_RELATED value */
            REASON_RELATED = 4,

            /** REASON_RECOVERED value */
            REASON_RECOVERED = 5,

            /** REASON_NEIGHBOUR value */
            REASON_NEIGHBOUR = 6,

            /** REASON_NODE value */
            REASON_NODE = 7,

            /** REASON_DHCP value */
            REASON_DHCP = 8,

            /** REASON_SERVICE value */
            REASON_SERVICE = 9,

            /** REASON_HAIRPIN value */
            REASON_HAIRPIN = 10,

            /** REASON_RULE_DENY value */
            REASON_RULE_DENY = 32,

            /** REASON_DEFAULT_DENY value */
            REASON_DEFAULT_DENY = 33,

            /** REASON_NO_POLICY value */
            REASON_NO_POLICY = 34,

            /** REASON_STALE_FLOW value */
            REASON_STALE_FLOW = 35,

            /** REASON_STATE_FULL value */
            REASON_STATE_FULL = 36,

            /** REASON_SERVICE_PARTIAL value */
            REASON_SERVICE_PARTIAL = 37,

            /** REASON_UNTRANSLATED value */
            REASON_UNTRANSLATED = 38,

            /** REASON_TRUNCATED value */
            REASON_TRUNCATED = 64,

            /** REASON_BAD_HEADER value */
            REASON_BAD_HEADER = 65,

            /** REASON_ETHERTYPE value */
            REASON_ETHERTYPE = 66,

            /** REASON_VLAN value */
            REASON_VLAN = 67,

            /** REASON_FRAGMENT value */
            REASON_FRAGMENT = 68,

            /** REASON_EXTENSION_HEADER value */
            REASON_EXTENSION_HEADER = 69,

            /** REASON_SPOOFED_ADDRESS value */
            REASON_SPOOFED_ADDRESS = 70,

            /** REASON_SPOOFED_MAC value */
            REASON_SPOOFED_MAC = 71,

            /** REASON_NEIGHBOUR_SPOOF value */
            REASON_NEIGHBOUR_SPOOF = 72,

            /** REASON_ROUTER_ADVERT value */
            REASON_ROUTER_ADVERT = 73,

            /** REASON_DHCP_SERVER value */
            REASON_DHCP_SERVER = 74,

            /** REASON_MAPPED_ADDRESS value */
            REASON_MAPPED_ADDRESS = 75,

            /** REASON_ADDRESS_FAMILY value */
            REASON_ADDRESS_FAMILY = 76,

            /** REASON_ICMP_ERROR value */
            REASON_ICMP_ERROR = 77,

            /** REASON_TABLE value */
            REASON_TABLE = 78,

            /** REASON_LINK_CHATTER value */
            REASON_LINK_CHATTER = 79,

            /** REASON_POLICY value */
            REASON_POLICY = 128
        }

        /** Direction enum. */
        enum Direction {

            /** DIRECTION_UNSPECIFIED value */
            DIRECTION_UNSPECIFIED = 0,

            /** INGRESS value */
            INGRESS = 1,

            /** EGRESS value */
            EGRESS = 2
        }

        /**
         * Properties of a ReportBatch.
         * @deprecated Use osg.v1.ReportBatch.$Properties instead.
         */
        interface IReportBatch extends osg.v1.ReportBatch.$Properties {
        }

        /** Represents a ReportBatch. */
        class ReportBatch {

            /**
             * Constructs a new ReportBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ReportBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReportBatch node. */
            node: string;

            /** ReportBatch spoolId. */
            spoolId: string;

            /** ReportBatch sequence. */
            sequence: number;

            /** ReportBatch contexts. */
            contexts: osg.v1.FlowContext.$Properties[];

            /** ReportBatch items. */
            items: osg.v1.FlowItem.$Properties[];

            /** ReportBatch accounting. */
            accounting?: (osg.v1.Accounting.$Properties|null);

            /**
             * Creates a new ReportBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReportBatch instance
             */
            static create(properties: osg.v1.ReportBatch.$Shape): osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape;
            static create(properties?: osg.v1.ReportBatch.$Properties): osg.v1.ReportBatch;

            /**
             * Encodes the specified ReportBatch message. Does not implicitly {@link osg.v1.ReportBatch.verify|verify} messages.
             * @param message ReportBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ReportBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReportBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape} ReportBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape;

            /**
             * Creates a ReportBatch message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReportBatch
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ReportBatch;

            /**
             * Creates a plain object from a ReportBatch message. Also converts values to other types if specified.
             * @param message ReportBatch
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ReportBatch, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReportBatch to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReportBatch {

            /** Properties of a ReportBatch. */
            interface $Properties {

                /** ReportBatch node */
                node?: (string|null);

                /** ReportBatch spoolId */
                spoolId?: (string|null);

                /** ReportBatch sequence */
                sequence?: (number|null);

                /** ReportBatch contexts */
                contexts?: (osg.v1.FlowContext.$Properties[]|null);

                /** ReportBatch items */
                items?: (osg.v1.FlowItem.$Properties[]|null);

                /** ReportBatch accounting */
                accounting?: (osg.v1.Accounting.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReportBatch. */
            type $Shape = osg.v1.ReportBatch.$Properties;
        }

        /**
         * Properties of a FlowContext.
         * @deprecated Use osg.v1.FlowContext.$Properties instead.
         */
        interface IFlowContext extends osg.v1.FlowContext.$Properties {
        }

        /** Represents a FlowContext. */
        class FlowContext {

            /**
             * Constructs a new FlowContext.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.FlowContext.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowContext endpoint. */
            endpoint: string;

            /** FlowContext namespace. */
            namespace: string;

            /** FlowContext workload. */
            workload: string;

            /** FlowContext egress. */
            egress: boolean;

            /** FlowContext rule. */
            rule: string;

            /** FlowContext policy. */
            policy: string;

            /** FlowContext owner. */
            owner: string;

            /** FlowContext file. */
            file: string;

            /** FlowContext line. */
            line: number;

            /** FlowContext revision. */
            revision: number;

            /** FlowContext sourceVersion. */
            sourceVersion: string;

            /** FlowContext ruleReason. */
            ruleReason: string;

            /** FlowContext ticket. */
            ticket: string;

            /** FlowContext runbook. */
            runbook: string;

            /** FlowContext verdict. */
            verdict: osg.v1.Verdict;

            /** FlowContext reason. */
            reason: osg.v1.Reason;

            /** FlowContext tier. */
            tier: osg.v1.Tier;

            /** FlowContext ruleEndsUnixUs. */
            ruleEndsUnixUs: number;

            /** FlowContext isolatedBy. */
            isolatedBy: osg.v1.Isolating.$Properties[];

            /** FlowContext rollout. */
            rollout: string;

            /** FlowContext hadBegun. */
            hadBegun: boolean;

            /** FlowContext oldVerdict. */
            oldVerdict: string;

            /** FlowContext oldReason. */
            oldReason: string;

            /** FlowContext oldTier. */
            oldTier: string;

            /** FlowContext oldIsolatedBy. */
            oldIsolatedBy: string[];

            /**
             * Creates a new FlowContext instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowContext instance
             */
            static create(properties: osg.v1.FlowContext.$Shape): osg.v1.FlowContext & osg.v1.FlowContext.$Shape;
            static create(properties?: osg.v1.FlowContext.$Properties): osg.v1.FlowContext;

            /**
             * Encodes the specified FlowContext message. Does not implicitly {@link osg.v1.FlowContext.verify|verify} messages.
             * @param message FlowContext message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.FlowContext.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowContext message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.FlowContext & osg.v1.FlowContext.$Shape} FlowContext
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.FlowContext & osg.v1.FlowContext.$Shape;

            /**
             * Creates a FlowContext message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FlowContext
             */
            static fromObject(object: { [k: string]: any }): osg.v1.FlowContext;

            /**
             * Creates a plain object from a FlowContext message. Also converts values to other types if specified.
             * @param message FlowContext
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.FlowContext, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FlowContext to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FlowContext {

            /** Properties of a FlowContext. */
            interface $Properties {

                /** FlowContext endpoint */
                endpoint?: (string|null);

                /** FlowContext namespace */
                namespace?: (string|null);

                /** FlowContext workload */
                workload?: (string|null);

                /** FlowContext egress */
                egress?: (boolean|null);

                /** FlowContext rule */
                rule?: (string|null);

                /** FlowContext policy */
                policy?: (string|null);

                /** FlowContext owner */
                owner?: (string|null);

                /** FlowContext file */
                file?: (string|null);

                /** FlowContext line */
                line?: (number|null);

                /** FlowContext revision */
                revision?: (number|null);

                /** FlowContext sourceVersion */
                sourceVersion?: (string|null);

                /** FlowContext ruleReason */
                ruleReason?: (string|null);

                /** FlowContext ticket */
                ticket?: (string|null);

                /** FlowContext runbook */
                runbook?: (string|null);

                /** FlowContext verdict */
                verdict?: (osg.v1.Verdict|null);

                /** FlowContext reason */
                reason?: (osg.v1.Reason|null);

                /** FlowContext tier */
                tier?: (osg.v1.Tier|null);

                /** FlowContext ruleEndsUnixUs */
                ruleEndsUnixUs?: (number|null);

                /** FlowContext isolatedBy */
                isolatedBy?: (osg.v1.Isolating.$Properties[]|null);

                /** FlowContext rollout */
                rollout?: (string|null);

                /** FlowContext hadBegun */
                hadBegun?: (boolean|null);

                /** FlowContext oldVerdict */
                oldVerdict?: (string|null);

                /** FlowContext oldReason */
                oldReason?: (string|null);

                /** FlowContext oldTier */
                oldTier?: (string|null);

                /** FlowContext oldIsolatedBy */
                oldIsolatedBy?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowContext. */
            type $Shape = osg.v1.FlowContext.$Properties;
        }

        /**
         * Properties of an Isolating.
         * @deprecated Use osg.v1.Isolating.$Properties instead.
         */
        interface IIsolating extends osg.v1.Isolating.$Properties {
        }

        /** Represents an Isolating. */
        class Isolating {

            /**
             * Constructs a new Isolating.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Isolating.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Isolating policy. */
            policy: string;

            /** Isolating owner. */
            owner: string;

            /**
             * Creates a new Isolating instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Isolating instance
             */
            static create(properties: osg.v1.Isolating.$Shape): osg.v1.Isolating & osg.v1.Isolating.$Shape;
            static create(properties?: osg.v1.Isolating.$Properties): osg.v1.Isolating;

            /**
             * Encodes the specified Isolating message. Does not implicitly {@link osg.v1.Isolating.verify|verify} messages.
             * @param message Isolating message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Isolating.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Isolating message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Isolating & osg.v1.Isolating.$Shape} Isolating
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Isolating & osg.v1.Isolating.$Shape;

            /**
             * Creates an Isolating message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Isolating
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Isolating;

            /**
             * Creates a plain object from an Isolating message. Also converts values to other types if specified.
             * @param message Isolating
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Isolating, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Isolating to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Isolating {

            /** Properties of an Isolating. */
            interface $Properties {

                /** Isolating policy */
                policy?: (string|null);

                /** Isolating owner */
                owner?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Isolating. */
            type $Shape = osg.v1.Isolating.$Properties;
        }

        /**
         * Properties of a FlowItem.
         * @deprecated Use osg.v1.FlowItem.$Properties instead.
         */
        interface IFlowItem extends osg.v1.FlowItem.$Properties {
        }

        /** Represents a FlowItem. */
        class FlowItem {

            /**
             * Constructs a new FlowItem.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.FlowItem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowItem context. */
            context: number;

            /** FlowItem source. */
            source: Uint8Array;

            /** FlowItem destination. */
            destination: Uint8Array;

            /** FlowItem protocol. */
            protocol: number;

            /** FlowItem sourcePort. */
            sourcePort: number;

            /** FlowItem destinationPort. */
            destinationPort: number;

            /** FlowItem tcpFlags. */
            tcpFlags: number;

            /** FlowItem packets. */
            packets: number;

            /** FlowItem bytes. */
            bytes: number;

            /** FlowItem firstSeenUnixUs. */
            firstSeenUnixUs: number;

            /** FlowItem durationUs. */
            durationUs: number;

            /** FlowItem kind. */
            kind: osg.v1.FlowItem.Kind;

            /** FlowItem serviceAddress. */
            serviceAddress: Uint8Array;

            /** FlowItem servicePort. */
            servicePort: number;

            /** FlowItem beginnings. */
            beginnings: number;

            /** FlowItem sampleRate. */
            sampleRate: number;

            /** FlowItem service. */
            service: string;

            /**
             * Creates a new FlowItem instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowItem instance
             */
            static create(properties: osg.v1.FlowItem.$Shape): osg.v1.FlowItem & osg.v1.FlowItem.$Shape;
            static create(properties?: osg.v1.FlowItem.$Properties): osg.v1.FlowItem;

            /**
             * Encodes the specified FlowItem message. Does not implicitly {@link osg.v1.FlowItem.verify|verify} messages.
             * @param message FlowItem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.FlowItem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowItem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.FlowItem & osg.v1.FlowItem.$Shape} FlowItem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.FlowItem & osg.v1.FlowItem.$Shape;

            /**
             * Creates a FlowItem message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FlowItem
             */
            static fromObject(object: { [k: string]: any }): osg.v1.FlowItem;

            /**
             * Creates a plain object from a FlowItem message. Also converts values to other types if specified.
             * @param message FlowItem
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.FlowItem, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FlowItem to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FlowItem {

            /** Properties of a FlowItem. */
            interface $Properties {

                /** FlowItem context */
                context?: (number|null);

                /** FlowItem source */
                source?: (Uint8Array|null);

                /** FlowItem destination */
                destination?: (Uint8Array|null);

                /** FlowItem protocol */
                protocol?: (number|null);

                /** FlowItem sourcePort */
                sourcePort?: (number|null);

                /** FlowItem destinationPort */
                destinationPort?: (number|null);

                /** FlowItem tcpFlags */
                tcpFlags?: (number|null);

                /** FlowItem packets */
                packets?: (number|null);

                /** FlowItem bytes */
                bytes?: (number|null);

                /** FlowItem firstSeenUnixUs */
                firstSeenUnixUs?: (number|null);

                /** FlowItem durationUs */
                durationUs?: (number|null);

                /** FlowItem kind */
                kind?: (osg.v1.FlowItem.Kind|null);

                /** FlowItem serviceAddress */
                serviceAddress?: (Uint8Array|null);

                /** FlowItem servicePort */
                servicePort?: (number|null);

                /** FlowItem beginnings */
                beginnings?: (number|null);

                /** FlowItem sampleRate */
                sampleRate?: (number|null);

                /** FlowItem service */
                service?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowItem. */
            type $Shape = osg.v1.FlowItem.$Properties;

            /** Kind enum. */
            enum Kind {

                /** FIRST value */
                FIRST = 0,

                /** ROLLUP value */
                ROLLUP = 1,

                /** UNLISTED value */
                UNLISTED = 2,

                /** SAMPLED value */
                SAMPLED = 3
            }
        }

        /**
         * Properties of a ReportAck.
         * @deprecated Use osg.v1.ReportAck.$Properties instead.
         */
        interface IReportAck extends osg.v1.ReportAck.$Properties {
        }

        /** Represents a ReportAck. */
        class ReportAck {

            /**
             * Constructs a new ReportAck.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ReportAck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ReportAck sequence. */
            sequence: number;

            /** ReportAck storedEvents. */
            storedEvents: number;

            /** ReportAck storedPackets. */
            storedPackets: number;

            /**
             * Creates a new ReportAck instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ReportAck instance
             */
            static create(properties: osg.v1.ReportAck.$Shape): osg.v1.ReportAck & osg.v1.ReportAck.$Shape;
            static create(properties?: osg.v1.ReportAck.$Properties): osg.v1.ReportAck;

            /**
             * Encodes the specified ReportAck message. Does not implicitly {@link osg.v1.ReportAck.verify|verify} messages.
             * @param message ReportAck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ReportAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ReportAck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ReportAck & osg.v1.ReportAck.$Shape} ReportAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ReportAck & osg.v1.ReportAck.$Shape;

            /**
             * Creates a ReportAck message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ReportAck
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ReportAck;

            /**
             * Creates a plain object from a ReportAck message. Also converts values to other types if specified.
             * @param message ReportAck
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ReportAck, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ReportAck to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ReportAck {

            /** Properties of a ReportAck. */
            interface $Properties {

                /** ReportAck sequence */
                sequence?: (number|null);

                /** ReportAck storedEvents */
                storedEvents?: (number|null);

                /** ReportAck storedPackets */
                storedPackets?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReportAck. */
            type $Shape = osg.v1.ReportAck.$Properties;
        }

        /**
         * Properties of an Accounting.
         * @deprecated Use osg.v1.Accounting.$Properties instead.
         */
        interface IAccounting extends osg.v1.Accounting.$Properties {
        }

        /** Represents an Accounting. */
        class Accounting {

            /**
             * Constructs a new Accounting.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Accounting.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Accounting counted. */
            counted: number;

            /** Accounting reported. */
            reported: number;

            /** Accounting suppressed. */
            suppressed: number;

            /** Accounting lost. */
            lost: number;

            /** Accounting pending. */
            pending: number;

            /** Accounting received. */
            received: number;

            /** Accounting gap. */
            gap: number;

            /** Accounting queued. */
            queued: number;

            /** Accounting droppedQueue. */
            droppedQueue: number;

            /** Accounting batched. */
            batched: number;

            /** Accounting waiting. */
            waiting: number;

            /** Accounting droppedSpool. */
            droppedSpool: number;

            /** Accounting acked. */
            acked: number;

            /** Accounting tornRecords. */
            tornRecords: number;

            /** Accounting torn. */
            torn: number;

            /**
             * Creates a new Accounting instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Accounting instance
             */
            static create(properties: osg.v1.Accounting.$Shape): osg.v1.Accounting & osg.v1.Accounting.$Shape;
            static create(properties?: osg.v1.Accounting.$Properties): osg.v1.Accounting;

            /**
             * Encodes the specified Accounting message. Does not implicitly {@link osg.v1.Accounting.verify|verify} messages.
             * @param message Accounting message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Accounting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Accounting message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Accounting & osg.v1.Accounting.$Shape} Accounting
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Accounting & osg.v1.Accounting.$Shape;

            /**
             * Creates an Accounting message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Accounting
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Accounting;

            /**
             * Creates a plain object from an Accounting message. Also converts values to other types if specified.
             * @param message Accounting
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Accounting, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Accounting to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Accounting {

            /** Properties of an Accounting. */
            interface $Properties {

                /** Accounting counted */
                counted?: (number|null);

                /** Accounting reported */
                reported?: (number|null);

                /** Accounting suppressed */
                suppressed?: (number|null);

                /** Accounting lost */
                lost?: (number|null);

                /** Accounting pending */
                pending?: (number|null);

                /** Accounting received */
                received?: (number|null);

                /** Accounting gap */
                gap?: (number|null);

                /** Accounting queued */
                queued?: (number|null);

                /** Accounting droppedQueue */
                droppedQueue?: (number|null);

                /** Accounting batched */
                batched?: (number|null);

                /** Accounting waiting */
                waiting?: (number|null);

                /** Accounting droppedSpool */
                droppedSpool?: (number|null);

                /** Accounting acked */
                acked?: (number|null);

                /** Accounting tornRecords */
                tornRecords?: (number|null);

                /** Accounting torn */
                torn?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Accounting. */
            type $Shape = osg.v1.Accounting.$Properties;
        }

        /**
         * Properties of a FlowRecord.
         * @deprecated Use osg.v1.FlowRecord.$Properties instead.
         */
        interface IFlowRecord extends osg.v1.FlowRecord.$Properties {
        }

        /** Represents a FlowRecord. */
        class FlowRecord {

            /**
             * Constructs a new FlowRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.FlowRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowRecord id. */
            id: string;

            /** FlowRecord node. */
            node: string;

            /** FlowRecord context. */
            context?: (osg.v1.FlowContext.$Properties|null);

            /** FlowRecord item. */
            item?: (osg.v1.FlowItem.$Properties|null);

            /** FlowRecord peer. */
            peer: string;

            /** FlowRecord peerIsWorkload. */
            peerIsWorkload: boolean;

            /** FlowRecord placement. */
            placement: osg.v1.FlowRecord.Placement;

            /** FlowRecord label. */
            label?: (osg.v1.Label.$Properties|null);

            /** FlowRecord service. */
            service: string;

            /**
             * Creates a new FlowRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowRecord instance
             */
            static create(properties: osg.v1.FlowRecord.$Shape): osg.v1.FlowRecord & osg.v1.FlowRecord.$Shape;
            static create(properties?: osg.v1.FlowRecord.$Properties): osg.v1.FlowRecord;

            /**
             * Encodes the specified FlowRecord message. Does not implicitly {@link osg.v1.FlowRecord.verify|verify} messages.
             * @param message FlowRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.FlowRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.FlowRecord & osg.v1.FlowRecord.$Shape} FlowRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.FlowRecord & osg.v1.FlowRecord.$Shape;

            /**
             * Creates a FlowRecord message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FlowRecord
             */
            static fromObject(object: { [k: string]: any }): osg.v1.FlowRecord;

            /**
             * Creates a plain object from a FlowRecord message. Also converts values to other types if specified.
             * @param message FlowRecord
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.FlowRecord, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FlowRecord to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FlowRecord {

            /** Properties of a FlowRecord. */
            interface $Properties {

                /** FlowRecord id */
                id?: (string|null);

                /** FlowRecord node */
                node?: (string|null);

                /** FlowRecord context */
                context?: (osg.v1.FlowContext.$Properties|null);

                /** FlowRecord item */
                item?: (osg.v1.FlowItem.$Properties|null);

                /** FlowRecord peer */
                peer?: (string|null);

                /** FlowRecord peerIsWorkload */
                peerIsWorkload?: (boolean|null);

                /** FlowRecord placement */
                placement?: (osg.v1.FlowRecord.Placement|null);

                /** FlowRecord label */
                label?: (osg.v1.Label.$Properties|null);

                /** FlowRecord service */
                service?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowRecord. */
            type $Shape = osg.v1.FlowRecord.$Properties;

            /** Placement enum. */
            enum Placement {

                /** UNCHECKED value */
                UNCHECKED = 0,

                /** CONFIRMED value */
                CONFIRMED = 1,

                /** CONTRADICTED value */
                CONTRADICTED = 2
            }
        }

        /**
         * Properties of a NamesRequest.
         * @deprecated Use osg.v1.NamesRequest.$Properties instead.
         */
        interface INamesRequest extends osg.v1.NamesRequest.$Properties {
        }

        /** Represents a NamesRequest. */
        class NamesRequest {

            /**
             * Constructs a new NamesRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NamesRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NamesRequest addresses. */
            addresses: Uint8Array[];

            /** NamesRequest timeUnixUs. */
            timeUnixUs: number;

            /**
             * Creates a new NamesRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NamesRequest instance
             */
            static create(properties: osg.v1.NamesRequest.$Shape): osg.v1.NamesRequest & osg.v1.NamesRequest.$Shape;
            static create(properties?: osg.v1.NamesRequest.$Properties): osg.v1.NamesRequest;

            /**
             * Encodes the specified NamesRequest message. Does not implicitly {@link osg.v1.NamesRequest.verify|verify} messages.
             * @param message NamesRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NamesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NamesRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NamesRequest & osg.v1.NamesRequest.$Shape} NamesRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NamesRequest & osg.v1.NamesRequest.$Shape;

            /**
             * Creates a NamesRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NamesRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NamesRequest;

            /**
             * Creates a plain object from a NamesRequest message. Also converts values to other types if specified.
             * @param message NamesRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NamesRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NamesRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NamesRequest {

            /** Properties of a NamesRequest. */
            interface $Properties {

                /** NamesRequest addresses */
                addresses?: (Uint8Array[]|null);

                /** NamesRequest timeUnixUs */
                timeUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NamesRequest. */
            type $Shape = osg.v1.NamesRequest.$Properties;
        }

        /**
         * Properties of a NamesReply.
         * @deprecated Use osg.v1.NamesReply.$Properties instead.
         */
        interface INamesReply extends osg.v1.NamesReply.$Properties {
        }

        /** Represents a NamesReply. */
        class NamesReply {

            /**
             * Constructs a new NamesReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NamesReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NamesReply names. */
            names: osg.v1.NamesReply.Name.$Properties[];

            /**
             * Creates a new NamesReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NamesReply instance
             */
            static create(properties: osg.v1.NamesReply.$Shape): osg.v1.NamesReply & osg.v1.NamesReply.$Shape;
            static create(properties?: osg.v1.NamesReply.$Properties): osg.v1.NamesReply;

            /**
             * Encodes the specified NamesReply message. Does not implicitly {@link osg.v1.NamesReply.verify|verify} messages.
             * @param message NamesReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NamesReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NamesReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NamesReply & osg.v1.NamesReply.$Shape} NamesReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NamesReply & osg.v1.NamesReply.$Shape;

            /**
             * Creates a NamesReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NamesReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NamesReply;

            /**
             * Creates a plain object from a NamesReply message. Also converts values to other types if specified.
             * @param message NamesReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NamesReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NamesReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NamesReply {

            /** Properties of a NamesReply. */
            interface $Properties {

                /** NamesReply names */
                names?: (osg.v1.NamesReply.Name.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NamesReply. */
            type $Shape = osg.v1.NamesReply.$Properties;

            /**
             * Properties of a Name.
             * @deprecated Use osg.v1.NamesReply.Name.$Properties instead.
             */
            interface IName extends osg.v1.NamesReply.Name.$Properties {
            }

            /** Represents a Name. */
            class Name {

                /**
                 * Constructs a new Name.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: osg.v1.NamesReply.Name.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Name name. */
                name: string;

                /** Name workload. */
                workload: boolean;

                /**
                 * Creates a new Name instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Name instance
                 */
                static create(properties: osg.v1.NamesReply.Name.$Shape): osg.v1.NamesReply.Name & osg.v1.NamesReply.Name.$Shape;
                static create(properties?: osg.v1.NamesReply.Name.$Properties): osg.v1.NamesReply.Name;

                /**
                 * Encodes the specified Name message. Does not implicitly {@link osg.v1.NamesReply.Name.verify|verify} messages.
                 * @param message Name message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: osg.v1.NamesReply.Name.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Name message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {osg.v1.NamesReply.Name & osg.v1.NamesReply.Name.$Shape} Name
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NamesReply.Name & osg.v1.NamesReply.Name.$Shape;

                /**
                 * Creates a Name message from a plain object. Also converts values to their respective internal types.
                 * @param object Plain object
                 * @returns Name
                 */
                static fromObject(object: { [k: string]: any }): osg.v1.NamesReply.Name;

                /**
                 * Creates a plain object from a Name message. Also converts values to other types if specified.
                 * @param message Name
                 * @param [options] Conversion options
                 * @returns Plain object
                 */
                static toObject(message: osg.v1.NamesReply.Name, options?: $protobuf.IConversionOptions): { [k: string]: any };

                /**
                 * Converts this Name to JSON.
                 * @returns JSON object
                 */
                toJSON(): { [k: string]: any };
            }

            namespace Name {

                /** Properties of a Name. */
                interface $Properties {

                    /** Name name */
                    name?: (string|null);

                    /** Name workload */
                    workload?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Name. */
                type $Shape = osg.v1.NamesReply.Name.$Properties;
            }
        }

        /**
         * Properties of an ExplainEventRequest.
         * @deprecated Use osg.v1.ExplainEventRequest.$Properties instead.
         */
        interface IExplainEventRequest extends osg.v1.ExplainEventRequest.$Properties {
        }

        /** Represents an ExplainEventRequest. */
        class ExplainEventRequest {

            /**
             * Constructs a new ExplainEventRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ExplainEventRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ExplainEventRequest id. */
            id: string;

            /**
             * Creates a new ExplainEventRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ExplainEventRequest instance
             */
            static create(properties: osg.v1.ExplainEventRequest.$Shape): osg.v1.ExplainEventRequest & osg.v1.ExplainEventRequest.$Shape;
            static create(properties?: osg.v1.ExplainEventRequest.$Properties): osg.v1.ExplainEventRequest;

            /**
             * Encodes the specified ExplainEventRequest message. Does not implicitly {@link osg.v1.ExplainEventRequest.verify|verify} messages.
             * @param message ExplainEventRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ExplainEventRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ExplainEventRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ExplainEventRequest & osg.v1.ExplainEventRequest.$Shape} ExplainEventRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ExplainEventRequest & osg.v1.ExplainEventRequest.$Shape;

            /**
             * Creates an ExplainEventRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ExplainEventRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ExplainEventRequest;

            /**
             * Creates a plain object from an ExplainEventRequest message. Also converts values to other types if specified.
             * @param message ExplainEventRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ExplainEventRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ExplainEventRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ExplainEventRequest {

            /** Properties of an ExplainEventRequest. */
            interface $Properties {

                /** ExplainEventRequest id */
                id?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ExplainEventRequest. */
            type $Shape = osg.v1.ExplainEventRequest.$Properties;
        }

        /**
         * Properties of a FlowReply.
         * @deprecated Use osg.v1.FlowReply.$Properties instead.
         */
        interface IFlowReply extends osg.v1.FlowReply.$Properties {
        }

        /** Represents a FlowReply. */
        class FlowReply {

            /**
             * Constructs a new FlowReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.FlowReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowReply records. */
            records: osg.v1.FlowRecord.$Properties[];

            /** FlowReply notice. */
            notice: string;

            /**
             * Creates a new FlowReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowReply instance
             */
            static create(properties: osg.v1.FlowReply.$Shape): osg.v1.FlowReply & osg.v1.FlowReply.$Shape;
            static create(properties?: osg.v1.FlowReply.$Properties): osg.v1.FlowReply;

            /**
             * Encodes the specified FlowReply message. Does not implicitly {@link osg.v1.FlowReply.verify|verify} messages.
             * @param message FlowReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.FlowReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.FlowReply & osg.v1.FlowReply.$Shape} FlowReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.FlowReply & osg.v1.FlowReply.$Shape;

            /**
             * Creates a FlowReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FlowReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.FlowReply;

            /**
             * Creates a plain object from a FlowReply message. Also converts values to other types if specified.
             * @param message FlowReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.FlowReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FlowReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FlowReply {

            /** Properties of a FlowReply. */
            interface $Properties {

                /** FlowReply records */
                records?: (osg.v1.FlowRecord.$Properties[]|null);

                /** FlowReply notice */
                notice?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowReply. */
            type $Shape = osg.v1.FlowReply.$Properties;
        }

        /**
         * Properties of a FlowQuery.
         * @deprecated Use osg.v1.FlowQuery.$Properties instead.
         */
        interface IFlowQuery extends osg.v1.FlowQuery.$Properties {
        }

        /** Represents a FlowQuery. */
        class FlowQuery {

            /**
             * Constructs a new FlowQuery.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.FlowQuery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlowQuery sinceUnixUs. */
            sinceUnixUs: number;

            /** FlowQuery untilUnixUs. */
            untilUnixUs: number;

            /** FlowQuery last. */
            last: number;

            /** FlowQuery verdict. */
            verdict: osg.v1.Verdict[];

            /** FlowQuery namespace. */
            namespace: string[];

            /** FlowQuery pod. */
            pod: string[];

            /** FlowQuery fromPod. */
            fromPod: string[];

            /** FlowQuery toPod. */
            toPod: string[];

            /** FlowQuery fromNamespace. */
            fromNamespace: string[];

            /** FlowQuery toNamespace. */
            toNamespace: string[];

            /** FlowQuery fromIp. */
            fromIp: string[];

            /** FlowQuery toIp. */
            toIp: string[];

            /** FlowQuery port. */
            port: number[];

            /** FlowQuery protocol. */
            protocol: string[];

            /** FlowQuery node. */
            node: string[];

            /** FlowQuery rule. */
            rule: string[];

            /** FlowQuery group. */
            group: string[];

            /** FlowQuery owner. */
            owner: string[];

            /** FlowQuery direction. */
            direction: osg.v1.Direction[];

            /** FlowQuery reason. */
            reason: osg.v1.Reason[];

            /** FlowQuery rollout. */
            rollout: string[];

            /** FlowQuery not. */
            not?: (osg.v1.FlowQuery.$Properties|null);

            /** FlowQuery id. */
            id: string[];

            /** FlowQuery after. */
            after: string;

            /**
             * Creates a new FlowQuery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FlowQuery instance
             */
            static create(properties: osg.v1.FlowQuery.$Shape): osg.v1.FlowQuery & osg.v1.FlowQuery.$Shape;
            static create(properties?: osg.v1.FlowQuery.$Properties): osg.v1.FlowQuery;

            /**
             * Encodes the specified FlowQuery message. Does not implicitly {@link osg.v1.FlowQuery.verify|verify} messages.
             * @param message FlowQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.FlowQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlowQuery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.FlowQuery & osg.v1.FlowQuery.$Shape} FlowQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.FlowQuery & osg.v1.FlowQuery.$Shape;

            /**
             * Creates a FlowQuery message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FlowQuery
             */
            static fromObject(object: { [k: string]: any }): osg.v1.FlowQuery;

            /**
             * Creates a plain object from a FlowQuery message. Also converts values to other types if specified.
             * @param message FlowQuery
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.FlowQuery, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FlowQuery to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FlowQuery {

            /** Properties of a FlowQuery. */
            interface $Properties {

                /** FlowQuery sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** FlowQuery untilUnixUs */
                untilUnixUs?: (number|null);

                /** FlowQuery last */
                last?: (number|null);

                /** FlowQuery verdict */
                verdict?: (osg.v1.Verdict[]|null);

                /** FlowQuery namespace */
                namespace?: (string[]|null);

                /** FlowQuery pod */
                pod?: (string[]|null);

                /** FlowQuery fromPod */
                fromPod?: (string[]|null);

                /** FlowQuery toPod */
                toPod?: (string[]|null);

                /** FlowQuery fromNamespace */
                fromNamespace?: (string[]|null);

                /** FlowQuery toNamespace */
                toNamespace?: (string[]|null);

                /** FlowQuery fromIp */
                fromIp?: (string[]|null);

                /** FlowQuery toIp */
                toIp?: (string[]|null);

                /** FlowQuery port */
                port?: (number[]|null);

                /** FlowQuery protocol */
                protocol?: (string[]|null);

                /** FlowQuery node */
                node?: (string[]|null);

                /** FlowQuery rule */
                rule?: (string[]|null);

                /** FlowQuery group */
                group?: (string[]|null);

                /** FlowQuery owner */
                owner?: (string[]|null);

                /** FlowQuery direction */
                direction?: (osg.v1.Direction[]|null);

                /** FlowQuery reason */
                reason?: (osg.v1.Reason[]|null);

                /** FlowQuery rollout */
                rollout?: (string[]|null);

                /** FlowQuery not */
                not?: (osg.v1.FlowQuery.$Properties|null);

                /** FlowQuery id */
                id?: (string[]|null);

                /** FlowQuery after */
                after?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlowQuery. */
            type $Shape = osg.v1.FlowQuery.$Properties;
        }

        /** TopKey enum. */
        enum TopKey {

            /** TOP_KEY_UNSPECIFIED value */
            TOP_KEY_UNSPECIFIED = 0,

            /** TOP_KEY_PAIR value */
            TOP_KEY_PAIR = 1,

            /** TOP_KEY_RULE value */
            TOP_KEY_RULE = 2,

            /** TOP_KEY_OWNER value */
            TOP_KEY_OWNER = 3,

            /** TOP_KEY_NAMESPACE value */
            TOP_KEY_NAMESPACE = 4,

            /** TOP_KEY_REASON value */
            TOP_KEY_REASON = 5,

            /** TOP_KEY_PORT value */
            TOP_KEY_PORT = 6
        }

        /**
         * Properties of a TopRequest.
         * @deprecated Use osg.v1.TopRequest.$Properties instead.
         */
        interface ITopRequest extends osg.v1.TopRequest.$Properties {
        }

        /** Represents a TopRequest. */
        class TopRequest {

            /**
             * Constructs a new TopRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TopRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TopRequest filter. */
            filter?: (osg.v1.FlowQuery.$Properties|null);

            /** TopRequest by. */
            by: osg.v1.TopKey;

            /** TopRequest limit. */
            limit: number;

            /**
             * Creates a new TopRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TopRequest instance
             */
            static create(properties: osg.v1.TopRequest.$Shape): osg.v1.TopRequest & osg.v1.TopRequest.$Shape;
            static create(properties?: osg.v1.TopRequest.$Properties): osg.v1.TopRequest;

            /**
             * Encodes the specified TopRequest message. Does not implicitly {@link osg.v1.TopRequest.verify|verify} messages.
             * @param message TopRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TopRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TopRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TopRequest & osg.v1.TopRequest.$Shape} TopRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TopRequest & osg.v1.TopRequest.$Shape;

            /**
             * Creates a TopRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TopRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TopRequest;

            /**
             * Creates a plain object from a TopRequest message. Also converts values to other types if specified.
             * @param message TopRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TopRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TopRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TopRequest {

            /** Properties of a TopRequest. */
            interface $Properties {

                /** TopRequest filter */
                filter?: (osg.v1.FlowQuery.$Properties|null);

                /** TopRequest by */
                by?: (osg.v1.TopKey|null);

                /** TopRequest limit */
                limit?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TopRequest. */
            type $Shape = osg.v1.TopRequest.$Properties;
        }

        /**
         * Properties of a TopReply.
         * @deprecated Use osg.v1.TopReply.$Properties instead.
         */
        interface ITopReply extends osg.v1.TopReply.$Properties {
        }

        /** Represents a TopReply. */
        class TopReply {

            /**
             * Constructs a new TopReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.TopReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TopReply rows. */
            rows: osg.v1.TopReply.Row.$Properties[];

            /** TopReply notice. */
            notice: string;

            /** TopReply chatterPackets. */
            chatterPackets: number;

            /**
             * Creates a new TopReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns TopReply instance
             */
            static create(properties: osg.v1.TopReply.$Shape): osg.v1.TopReply & osg.v1.TopReply.$Shape;
            static create(properties?: osg.v1.TopReply.$Properties): osg.v1.TopReply;

            /**
             * Encodes the specified TopReply message. Does not implicitly {@link osg.v1.TopReply.verify|verify} messages.
             * @param message TopReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.TopReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TopReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.TopReply & osg.v1.TopReply.$Shape} TopReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TopReply & osg.v1.TopReply.$Shape;

            /**
             * Creates a TopReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns TopReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.TopReply;

            /**
             * Creates a plain object from a TopReply message. Also converts values to other types if specified.
             * @param message TopReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.TopReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this TopReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace TopReply {

            /** Properties of a TopReply. */
            interface $Properties {

                /** TopReply rows */
                rows?: (osg.v1.TopReply.Row.$Properties[]|null);

                /** TopReply notice */
                notice?: (string|null);

                /** TopReply chatterPackets */
                chatterPackets?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TopReply. */
            type $Shape = osg.v1.TopReply.$Properties;

            /**
             * Properties of a Row.
             * @deprecated Use osg.v1.TopReply.Row.$Properties instead.
             */
            interface IRow extends osg.v1.TopReply.Row.$Properties {
            }

            /** Represents a Row. */
            class Row {

                /**
                 * Constructs a new Row.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: osg.v1.TopReply.Row.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Row key. */
                key: string;

                /** Row packets. */
                packets: number;

                /** Row bytes. */
                bytes: number;

                /** Row events. */
                events: number;

                /** Row lastSeenUnixUs. */
                lastSeenUnixUs: number;

                /**
                 * Creates a new Row instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Row instance
                 */
                static create(properties: osg.v1.TopReply.Row.$Shape): osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape;
                static create(properties?: osg.v1.TopReply.Row.$Properties): osg.v1.TopReply.Row;

                /**
                 * Encodes the specified Row message. Does not implicitly {@link osg.v1.TopReply.Row.verify|verify} messages.
                 * @param message Row message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: osg.v1.TopReply.Row.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Row message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape} Row
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape;

                /**
                 * Creates a Row message from a plain object. Also converts values to their respective internal types.
                 * @param object Plain object
                 * @returns Row
                 */
                static fromObject(object: { [k: string]: any }): osg.v1.TopReply.Row;

                /**
                 * Creates a plain object from a Row message. Also converts values to other types if specified.
                 * @param message Row
                 * @param [options] Conversion options
                 * @returns Plain object
                 */
                static toObject(message: osg.v1.TopReply.Row, options?: $protobuf.IConversionOptions): { [k: string]: any };

                /**
                 * Converts this Row to JSON.
                 * @returns JSON object
                 */
                toJSON(): { [k: string]: any };
            }

            namespace Row {

                /** Properties of a Row. */
                interface $Properties {

                    /** Row key */
                    key?: (string|null);

                    /** Row packets */
                    packets?: (number|null);

                    /** Row bytes */
                    bytes?: (number|null);

                    /** Row events */
                    events?: (number|null);

                    /** Row lastSeenUnixUs */
                    lastSeenUnixUs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Row. */
                type $Shape = osg.v1.TopReply.Row.$Properties;
            }
        }

        /**
         * Properties of a Label.
         * @deprecated Use osg.v1.Label.$Properties instead.
         */
        interface ILabel extends osg.v1.Label.$Properties {
        }

        /** Represents a Label. */
        class Label {

            /**
             * Constructs a new Label.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Label.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Label legitimate. */
            legitimate: boolean;

            /** Label who. */
            who: string;

            /** Label note. */
            note: string;

            /** Label timeUnixUs. */
            timeUnixUs: number;

            /**
             * Creates a new Label instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Label instance
             */
            static create(properties: osg.v1.Label.$Shape): osg.v1.Label & osg.v1.Label.$Shape;
            static create(properties?: osg.v1.Label.$Properties): osg.v1.Label;

            /**
             * Encodes the specified Label message. Does not implicitly {@link osg.v1.Label.verify|verify} messages.
             * @param message Label message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Label.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Label message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Label & osg.v1.Label.$Shape} Label
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Label & osg.v1.Label.$Shape;

            /**
             * Creates a Label message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Label
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Label;

            /**
             * Creates a plain object from a Label message. Also converts values to other types if specified.
             * @param message Label
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Label, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Label to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Label {

            /** Properties of a Label. */
            interface $Properties {

                /** Label legitimate */
                legitimate?: (boolean|null);

                /** Label who */
                who?: (string|null);

                /** Label note */
                note?: (string|null);

                /** Label timeUnixUs */
                timeUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Label. */
            type $Shape = osg.v1.Label.$Properties;
        }

        /**
         * Properties of an AcknowledgeRequest.
         * @deprecated Use osg.v1.AcknowledgeRequest.$Properties instead.
         */
        interface IAcknowledgeRequest extends osg.v1.AcknowledgeRequest.$Properties {
        }

        /** Represents an AcknowledgeRequest. */
        class AcknowledgeRequest {

            /**
             * Constructs a new AcknowledgeRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AcknowledgeRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AcknowledgeRequest filter. */
            filter?: (osg.v1.FlowQuery.$Properties|null);

            /** AcknowledgeRequest label. */
            label?: (osg.v1.Label.$Properties|null);

            /**
             * Creates a new AcknowledgeRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AcknowledgeRequest instance
             */
            static create(properties: osg.v1.AcknowledgeRequest.$Shape): osg.v1.AcknowledgeRequest & osg.v1.AcknowledgeRequest.$Shape;
            static create(properties?: osg.v1.AcknowledgeRequest.$Properties): osg.v1.AcknowledgeRequest;

            /**
             * Encodes the specified AcknowledgeRequest message. Does not implicitly {@link osg.v1.AcknowledgeRequest.verify|verify} messages.
             * @param message AcknowledgeRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AcknowledgeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AcknowledgeRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AcknowledgeRequest & osg.v1.AcknowledgeRequest.$Shape} AcknowledgeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AcknowledgeRequest & osg.v1.AcknowledgeRequest.$Shape;

            /**
             * Creates an AcknowledgeRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AcknowledgeRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AcknowledgeRequest;

            /**
             * Creates a plain object from an AcknowledgeRequest message. Also converts values to other types if specified.
             * @param message AcknowledgeRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AcknowledgeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AcknowledgeRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AcknowledgeRequest {

            /** Properties of an AcknowledgeRequest. */
            interface $Properties {

                /** AcknowledgeRequest filter */
                filter?: (osg.v1.FlowQuery.$Properties|null);

                /** AcknowledgeRequest label */
                label?: (osg.v1.Label.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AcknowledgeRequest. */
            type $Shape = osg.v1.AcknowledgeRequest.$Properties;
        }

        /**
         * Properties of an AcknowledgeReply.
         * @deprecated Use osg.v1.AcknowledgeReply.$Properties instead.
         */
        interface IAcknowledgeReply extends osg.v1.AcknowledgeReply.$Properties {
        }

        /** Represents an AcknowledgeReply. */
        class AcknowledgeReply {

            /**
             * Constructs a new AcknowledgeReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AcknowledgeReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AcknowledgeReply labelled. */
            labelled: number;

            /** AcknowledgeReply totalLabelledPackets. */
            totalLabelledPackets: number;

            /** AcknowledgeReply totalLegitimatePackets. */
            totalLegitimatePackets: number;

            /**
             * Creates a new AcknowledgeReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AcknowledgeReply instance
             */
            static create(properties: osg.v1.AcknowledgeReply.$Shape): osg.v1.AcknowledgeReply & osg.v1.AcknowledgeReply.$Shape;
            static create(properties?: osg.v1.AcknowledgeReply.$Properties): osg.v1.AcknowledgeReply;

            /**
             * Encodes the specified AcknowledgeReply message. Does not implicitly {@link osg.v1.AcknowledgeReply.verify|verify} messages.
             * @param message AcknowledgeReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AcknowledgeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AcknowledgeReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AcknowledgeReply & osg.v1.AcknowledgeReply.$Shape} AcknowledgeReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AcknowledgeReply & osg.v1.AcknowledgeReply.$Shape;

            /**
             * Creates an AcknowledgeReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AcknowledgeReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AcknowledgeReply;

            /**
             * Creates a plain object from an AcknowledgeReply message. Also converts values to other types if specified.
             * @param message AcknowledgeReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AcknowledgeReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AcknowledgeReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AcknowledgeReply {

            /** Properties of an AcknowledgeReply. */
            interface $Properties {

                /** AcknowledgeReply labelled */
                labelled?: (number|null);

                /** AcknowledgeReply totalLabelledPackets */
                totalLabelledPackets?: (number|null);

                /** AcknowledgeReply totalLegitimatePackets */
                totalLegitimatePackets?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AcknowledgeReply. */
            type $Shape = osg.v1.AcknowledgeReply.$Properties;
        }

        /**
         * Properties of an AccountsRequest.
         * @deprecated Use osg.v1.AccountsRequest.$Properties instead.
         */
        interface IAccountsRequest extends osg.v1.AccountsRequest.$Properties {
        }

        /** Represents an AccountsRequest. */
        class AccountsRequest {

            /**
             * Constructs a new AccountsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AccountsRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new AccountsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AccountsRequest instance
             */
            static create(properties: osg.v1.AccountsRequest.$Shape): osg.v1.AccountsRequest & osg.v1.AccountsRequest.$Shape;
            static create(properties?: osg.v1.AccountsRequest.$Properties): osg.v1.AccountsRequest;

            /**
             * Encodes the specified AccountsRequest message. Does not implicitly {@link osg.v1.AccountsRequest.verify|verify} messages.
             * @param message AccountsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AccountsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AccountsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AccountsRequest & osg.v1.AccountsRequest.$Shape} AccountsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AccountsRequest & osg.v1.AccountsRequest.$Shape;

            /**
             * Creates an AccountsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AccountsRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AccountsRequest;

            /**
             * Creates a plain object from an AccountsRequest message. Also converts values to other types if specified.
             * @param message AccountsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AccountsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AccountsRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AccountsRequest {

            /** Properties of an AccountsRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AccountsRequest. */
            type $Shape = osg.v1.AccountsRequest.$Properties;
        }

        /**
         * Properties of an AccountsReply.
         * @deprecated Use osg.v1.AccountsReply.$Properties instead.
         */
        interface IAccountsReply extends osg.v1.AccountsReply.$Properties {
        }

        /** Represents an AccountsReply. */
        class AccountsReply {

            /**
             * Constructs a new AccountsReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AccountsReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AccountsReply rows. */
            rows: osg.v1.AccountsReply.Row.$Properties[];

            /**
             * Creates a new AccountsReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AccountsReply instance
             */
            static create(properties: osg.v1.AccountsReply.$Shape): osg.v1.AccountsReply & osg.v1.AccountsReply.$Shape;
            static create(properties?: osg.v1.AccountsReply.$Properties): osg.v1.AccountsReply;

            /**
             * Encodes the specified AccountsReply message. Does not implicitly {@link osg.v1.AccountsReply.verify|verify} messages.
             * @param message AccountsReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AccountsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AccountsReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AccountsReply & osg.v1.AccountsReply.$Shape} AccountsReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AccountsReply & osg.v1.AccountsReply.$Shape;

            /**
             * Creates an AccountsReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AccountsReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AccountsReply;

            /**
             * Creates a plain object from an AccountsReply message. Also converts values to other types if specified.
             * @param message AccountsReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AccountsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AccountsReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AccountsReply {

            /** Properties of an AccountsReply. */
            interface $Properties {

                /** AccountsReply rows */
                rows?: (osg.v1.AccountsReply.Row.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AccountsReply. */
            type $Shape = osg.v1.AccountsReply.$Properties;

            /**
             * Properties of a Row.
             * @deprecated Use osg.v1.AccountsReply.Row.$Properties instead.
             */
            interface IRow extends osg.v1.AccountsReply.Row.$Properties {
            }

            /** Represents a Row. */
            class Row {

                /**
                 * Constructs a new Row.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: osg.v1.AccountsReply.Row.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Row node. */
                node: string;

                /** Row spoolId. */
                spoolId: string;

                /** Row sequence. */
                sequence: number;

                /** Row accounting. */
                accounting?: (osg.v1.Accounting.$Properties|null);

                /** Row storedEvents. */
                storedEvents: number;

                /** Row storedPackets. */
                storedPackets: number;

                /** Row lastContactUnixUs. */
                lastContactUnixUs: number;

                /**
                 * Creates a new Row instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Row instance
                 */
                static create(properties: osg.v1.AccountsReply.Row.$Shape): osg.v1.AccountsReply.Row & osg.v1.AccountsReply.Row.$Shape;
                static create(properties?: osg.v1.AccountsReply.Row.$Properties): osg.v1.AccountsReply.Row;

                /**
                 * Encodes the specified Row message. Does not implicitly {@link osg.v1.AccountsReply.Row.verify|verify} messages.
                 * @param message Row message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: osg.v1.AccountsReply.Row.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Row message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {osg.v1.AccountsReply.Row & osg.v1.AccountsReply.Row.$Shape} Row
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AccountsReply.Row & osg.v1.AccountsReply.Row.$Shape;

                /**
                 * Creates a Row message from a plain object. Also converts values to their respective internal types.
                 * @param object Plain object
                 * @returns Row
                 */
                static fromObject(object: { [k: string]: any }): osg.v1.AccountsReply.Row;

                /**
                 * Creates a plain object from a Row message. Also converts values to other types if specified.
                 * @param message Row
                 * @param [options] Conversion options
                 * @returns Plain object
                 */
                static toObject(message: osg.v1.AccountsReply.Row, options?: $protobuf.IConversionOptions): { [k: string]: any };

                /**
                 * Converts this Row to JSON.
                 * @returns JSON object
                 */
                toJSON(): { [k: string]: any };
            }

            namespace Row {

                /** Properties of a Row. */
                interface $Properties {

                    /** Row node */
                    node?: (string|null);

                    /** Row spoolId */
                    spoolId?: (string|null);

                    /** Row sequence */
                    sequence?: (number|null);

                    /** Row accounting */
                    accounting?: (osg.v1.Accounting.$Properties|null);

                    /** Row storedEvents */
                    storedEvents?: (number|null);

                    /** Row storedPackets */
                    storedPackets?: (number|null);

                    /** Row lastContactUnixUs */
                    lastContactUnixUs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Row. */
                type $Shape = osg.v1.AccountsReply.Row.$Properties;
            }
        }

        /** RolloutState enum. */
        enum RolloutState {

            /** ROLLOUT_STATE_UNSPECIFIED value */
            ROLLOUT_STATE_UNSPECIFIED = 0,

            /** ROLLOUT_STATE_RUNNING value */
            ROLLOUT_STATE_RUNNING = 1,

            /** ROLLOUT_STATE_PAUSED value */
            ROLLOUT_STATE_PAUSED = 2,

            /** ROLLOUT_STATE_CONFIRMED value */
            ROLLOUT_STATE_CONFIRMED = 3,

            /** ROLLOUT_STATE_REVERTED value */
            ROLLOUT_STATE_REVERTED = 4
        }

        /** RingState enum. */
        enum RingState {

            /** RING_STATE_UNSPECIFIED value */
            RING_STATE_UNSPECIFIED = 0,

            /** RING_STATE_PENDING value */
            RING_STATE_PENDING = 1,

            /** RING_STATE_OBSERVING value */
            RING_STATE_OBSERVING = 2,

            /** RING_STATE_UNCONFIRMED value */
            RING_STATE_UNCONFIRMED = 3,

            /** RING_STATE_HOLDING value */
            RING_STATE_HOLDING = 4,

            /** RING_STATE_PASSED value */
            RING_STATE_PASSED = 5,

            /** RING_STATE_FAILED value */
            RING_STATE_FAILED = 6,

            /** RING_STATE_REVERTED value */
            RING_STATE_REVERTED = 7
        }

        /** GateVerdict enum. */
        enum GateVerdict {

            /** GATE_VERDICT_UNSPECIFIED value */
            GATE_VERDICT_UNSPECIFIED = 0,

            /** GATE_VERDICT_PASS value */
            GATE_VERDICT_PASS = 1,

            /** GATE_VERDICT_FAIL value */
            GATE_VERDICT_FAIL = 2,

            /** GATE_VERDICT_INCONCLUSIVE value */
            GATE_VERDICT_INCONCLUSIVE = 3
        }

        /** RolloutAction enum. */
        enum RolloutAction {

            /** ROLLOUT_ACTION_UNSPECIFIED value */
            ROLLOUT_ACTION_UNSPECIFIED = 0,

            /** ROLLOUT_ACTION_PAUSE value */
            ROLLOUT_ACTION_PAUSE = 1,

            /** ROLLOUT_ACTION_RESUME value */
            ROLLOUT_ACTION_RESUME = 2,

            /** ROLLOUT_ACTION_CONFIRM value */
            ROLLOUT_ACTION_CONFIRM = 3,

            /** ROLLOUT_ACTION_ABORT value */
            ROLLOUT_ACTION_ABORT = 4
        }

        /** DivergenceCause enum. */
        enum DivergenceCause {

            /** DIVERGENCE_CAUSE_UNSPECIFIED value */
            DIVERGENCE_CAUSE_UNSPECIFIED = 0,

            /** DIVERGENCE_CAUSE_REFUSED value */
            DIVERGENCE_CAUSE_REFUSED = 1,

            /** DIVERGENCE_CAUSE_HELD value */
            DIVERGENCE_CAUSE_HELD = 2
        }

        /** InForce enum. */
        enum InForce {

            /** IN_FORCE_UNSPECIFIED value */
            IN_FORCE_UNSPECIFIED = 0,

            /** IN_FORCE_LAST_GOOD value */
            IN_FORCE_LAST_GOOD = 1,

            /** IN_FORCE_CLOSED value */
            IN_FORCE_CLOSED = 2,

            /** IN_FORCE_NOTHING value */
            IN_FORCE_NOTHING = 3,

            /** IN_FORCE_CHANGED value */
            IN_FORCE_CHANGED = 4,

            /** IN_FORCE_ABSENT value */
            IN_FORCE_ABSENT = 5,

            /** IN_FORCE_WITHDRAWN value */
            IN_FORCE_WITHDRAWN = 6
        }

        /** RevisionKind enum. */
        enum RevisionKind {

            /** REVISION_KIND_UNSPECIFIED value */
            REVISION_KIND_UNSPECIFIED = 0,

            /** REVISION_KIND_POLICY value */
            REVISION_KIND_POLICY = 1,

            /** REVISION_KIND_INVENTORY value */
            REVISION_KIND_INVENTORY = 2,

            /** REVISION_KIND_ROLLBACK value */
            REVISION_KIND_ROLLBACK = 3,

            /** REVISION_KIND_RESUME value */
            REVISION_KIND_RESUME = 4,

            /** REVISION_KIND_EMERGENCY value */
            REVISION_KIND_EMERGENCY = 5
        }

        /** Posture enum. */
        enum Posture {

            /** POSTURE_UNSPECIFIED value */
            POSTURE_UNSPECIFIED = 0,

            /** POSTURE_KUBERNETES value */
            POSTURE_KUBERNETES = 1,

            /** POSTURE_OPENSTACK value */
            POSTURE_OPENSTACK = 2,

            /** POSTURE_CLOSED value */
            POSTURE_CLOSED = 3
        }

        /** WorldList enum. */
        enum WorldList {

            /** WORLD_LIST_UNSPECIFIED value */
            WORLD_LIST_UNSPECIFIED = 0,

            /** WORLD_LIST_POLICIES value */
            WORLD_LIST_POLICIES = 1,

            /** WORLD_LIST_ADDRESS_GROUPS value */
            WORLD_LIST_ADDRESS_GROUPS = 2,

            /** WORLD_LIST_WORKLOADS value */
            WORLD_LIST_WORKLOADS = 3,

            /** WORLD_LIST_NAMESPACES value */
            WORLD_LIST_NAMESPACES = 4,

            /** WORLD_LIST_NODES value */
            WORLD_LIST_NODES = 5,

            /** WORLD_LIST_SERVICES value */
            WORLD_LIST_SERVICES = 6,

            /** WORLD_LIST_ENDPOINT_SLICES value */
            WORLD_LIST_ENDPOINT_SLICES = 7,

            /** WORLD_LIST_SERVICE_CIDRS value */
            WORLD_LIST_SERVICE_CIDRS = 8,

            /** WORLD_LIST_EMERGENCIES value */
            WORLD_LIST_EMERGENCIES = 9,

            /** WORLD_LIST_THEN_POLICIES value */
            WORLD_LIST_THEN_POLICIES = 10,

            /** WORLD_LIST_THEN_ADDRESS_GROUPS value */
            WORLD_LIST_THEN_ADDRESS_GROUPS = 11,

            /** WORLD_LIST_ROLLOUT_POLICIES value */
            WORLD_LIST_ROLLOUT_POLICIES = 12,

            /** WORLD_LIST_ROLLOUT_ADDRESS_GROUPS value */
            WORLD_LIST_ROLLOUT_ADDRESS_GROUPS = 13
        }

        /** ConntrackState enum. */
        enum ConntrackState {

            /** CONNTRACK_STATE_UNSPECIFIED value */
            CONNTRACK_STATE_UNSPECIFIED = 0,

            /** CONNTRACK_STATE_NEW value */
            CONNTRACK_STATE_NEW = 1,

            /** CONNTRACK_STATE_SYN_RECEIVED value */
            CONNTRACK_STATE_SYN_RECEIVED = 2,

            /** CONNTRACK_STATE_ESTABLISHED value */
            CONNTRACK_STATE_ESTABLISHED = 3,

            /** CONNTRACK_STATE_HALF_CLOSED value */
            CONNTRACK_STATE_HALF_CLOSED = 4,

            /** CONNTRACK_STATE_CLOSING value */
            CONNTRACK_STATE_CLOSING = 5,

            /** CONNTRACK_STATE_RESET value */
            CONNTRACK_STATE_RESET = 6,

            /** CONNTRACK_STATE_ANSWERED value */
            CONNTRACK_STATE_ANSWERED = 7
        }

        /**
         * Properties of an ApprovalsRequest.
         * @deprecated Use osg.v1.ApprovalsRequest.$Properties instead.
         */
        interface IApprovalsRequest extends osg.v1.ApprovalsRequest.$Properties {
        }

        /** Represents an ApprovalsRequest. */
        class ApprovalsRequest {

            /**
             * Constructs a new ApprovalsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ApprovalsRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new ApprovalsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ApprovalsRequest instance
             */
            static create(properties: osg.v1.ApprovalsRequest.$Shape): osg.v1.ApprovalsRequest & osg.v1.ApprovalsRequest.$Shape;
            static create(properties?: osg.v1.ApprovalsRequest.$Properties): osg.v1.ApprovalsRequest;

            /**
             * Encodes the specified ApprovalsRequest message. Does not implicitly {@link osg.v1.ApprovalsRequest.verify|verify} messages.
             * @param message ApprovalsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ApprovalsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ApprovalsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ApprovalsRequest & osg.v1.ApprovalsRequest.$Shape} ApprovalsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ApprovalsRequest & osg.v1.ApprovalsRequest.$Shape;

            /**
             * Creates an ApprovalsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ApprovalsRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ApprovalsRequest;

            /**
             * Creates a plain object from an ApprovalsRequest message. Also converts values to other types if specified.
             * @param message ApprovalsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ApprovalsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ApprovalsRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ApprovalsRequest {

            /** Properties of an ApprovalsRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ApprovalsRequest. */
            type $Shape = osg.v1.ApprovalsRequest.$Properties;
        }

        /**
         * Properties of an ApprovalsReply.
         * @deprecated Use osg.v1.ApprovalsReply.$Properties instead.
         */
        interface IApprovalsReply extends osg.v1.ApprovalsReply.$Properties {
        }

        /** Represents an ApprovalsReply. */
        class ApprovalsReply {

            /**
             * Constructs a new ApprovalsReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ApprovalsReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ApprovalsReply approvals. */
            approvals: osg.v1.ApprovalRow.$Properties[];

            /**
             * Creates a new ApprovalsReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ApprovalsReply instance
             */
            static create(properties: osg.v1.ApprovalsReply.$Shape): osg.v1.ApprovalsReply & osg.v1.ApprovalsReply.$Shape;
            static create(properties?: osg.v1.ApprovalsReply.$Properties): osg.v1.ApprovalsReply;

            /**
             * Encodes the specified ApprovalsReply message. Does not implicitly {@link osg.v1.ApprovalsReply.verify|verify} messages.
             * @param message ApprovalsReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ApprovalsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ApprovalsReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ApprovalsReply & osg.v1.ApprovalsReply.$Shape} ApprovalsReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ApprovalsReply & osg.v1.ApprovalsReply.$Shape;

            /**
             * Creates an ApprovalsReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ApprovalsReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ApprovalsReply;

            /**
             * Creates a plain object from an ApprovalsReply message. Also converts values to other types if specified.
             * @param message ApprovalsReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ApprovalsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ApprovalsReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ApprovalsReply {

            /** Properties of an ApprovalsReply. */
            interface $Properties {

                /** ApprovalsReply approvals */
                approvals?: (osg.v1.ApprovalRow.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ApprovalsReply. */
            type $Shape = osg.v1.ApprovalsReply.$Properties;
        }

        /**
         * Properties of an ApprovalRow.
         * @deprecated Use osg.v1.ApprovalRow.$Properties instead.
         */
        interface IApprovalRow extends osg.v1.ApprovalRow.$Properties {
        }

        /** Represents an ApprovalRow. */
        class ApprovalRow {

            /**
             * Constructs a new ApprovalRow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ApprovalRow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ApprovalRow id. */
            id: string;

            /** ApprovalRow digest. */
            digest: string;

            /** ApprovalRow what. */
            what: string;

            /** ApprovalRow authors. */
            authors: string[];

            /** ApprovalRow changes. */
            changes: string[];

            /** ApprovalRow more. */
            more: number;

            /** ApprovalRow sinceUnixUs. */
            sinceUnixUs: number;

            /** ApprovalRow expiresUnixUs. */
            expiresUnixUs: number;

            /** ApprovalRow expired. */
            expired: boolean;

            /** ApprovalRow approvedBy. */
            approvedBy: string[];

            /** ApprovalRow whoCould. */
            whoCould: string[];

            /** ApprovalRow hits. */
            hits: string;

            /**
             * Creates a new ApprovalRow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ApprovalRow instance
             */
            static create(properties: osg.v1.ApprovalRow.$Shape): osg.v1.ApprovalRow & osg.v1.ApprovalRow.$Shape;
            static create(properties?: osg.v1.ApprovalRow.$Properties): osg.v1.ApprovalRow;

            /**
             * Encodes the specified ApprovalRow message. Does not implicitly {@link osg.v1.ApprovalRow.verify|verify} messages.
             * @param message ApprovalRow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ApprovalRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ApprovalRow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ApprovalRow & osg.v1.ApprovalRow.$Shape} ApprovalRow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ApprovalRow & osg.v1.ApprovalRow.$Shape;

            /**
             * Creates an ApprovalRow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ApprovalRow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ApprovalRow;

            /**
             * Creates a plain object from an ApprovalRow message. Also converts values to other types if specified.
             * @param message ApprovalRow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ApprovalRow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ApprovalRow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ApprovalRow {

            /** Properties of an ApprovalRow. */
            interface $Properties {

                /** ApprovalRow id */
                id?: (string|null);

                /** ApprovalRow digest */
                digest?: (string|null);

                /** ApprovalRow what */
                what?: (string|null);

                /** ApprovalRow authors */
                authors?: (string[]|null);

                /** ApprovalRow changes */
                changes?: (string[]|null);

                /** ApprovalRow more */
                more?: (number|null);

                /** ApprovalRow sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** ApprovalRow expiresUnixUs */
                expiresUnixUs?: (number|null);

                /** ApprovalRow expired */
                expired?: (boolean|null);

                /** ApprovalRow approvedBy */
                approvedBy?: (string[]|null);

                /** ApprovalRow whoCould */
                whoCould?: (string[]|null);

                /** ApprovalRow hits */
                hits?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ApprovalRow. */
            type $Shape = osg.v1.ApprovalRow.$Properties;
        }

        /**
         * Properties of an ApproveRequest.
         * @deprecated Use osg.v1.ApproveRequest.$Properties instead.
         */
        interface IApproveRequest extends osg.v1.ApproveRequest.$Properties {
        }

        /** Represents an ApproveRequest. */
        class ApproveRequest {

            /**
             * Constructs a new ApproveRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ApproveRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ApproveRequest id. */
            id: string;

            /** ApproveRequest digest. */
            digest: string;

            /** ApproveRequest reason. */
            reason: string;

            /**
             * Creates a new ApproveRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ApproveRequest instance
             */
            static create(properties: osg.v1.ApproveRequest.$Shape): osg.v1.ApproveRequest & osg.v1.ApproveRequest.$Shape;
            static create(properties?: osg.v1.ApproveRequest.$Properties): osg.v1.ApproveRequest;

            /**
             * Encodes the specified ApproveRequest message. Does not implicitly {@link osg.v1.ApproveRequest.verify|verify} messages.
             * @param message ApproveRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ApproveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ApproveRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ApproveRequest & osg.v1.ApproveRequest.$Shape} ApproveRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ApproveRequest & osg.v1.ApproveRequest.$Shape;

            /**
             * Creates an ApproveRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ApproveRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ApproveRequest;

            /**
             * Creates a plain object from an ApproveRequest message. Also converts values to other types if specified.
             * @param message ApproveRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ApproveRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ApproveRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ApproveRequest {

            /** Properties of an ApproveRequest. */
            interface $Properties {

                /** ApproveRequest id */
                id?: (string|null);

                /** ApproveRequest digest */
                digest?: (string|null);

                /** ApproveRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ApproveRequest. */
            type $Shape = osg.v1.ApproveRequest.$Properties;
        }

        /**
         * Properties of a StatusRequest.
         * @deprecated Use osg.v1.StatusRequest.$Properties instead.
         */
        interface IStatusRequest extends osg.v1.StatusRequest.$Properties {
        }

        /** Represents a StatusRequest. */
        class StatusRequest {

            /**
             * Constructs a new StatusRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.StatusRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new StatusRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StatusRequest instance
             */
            static create(properties: osg.v1.StatusRequest.$Shape): osg.v1.StatusRequest & osg.v1.StatusRequest.$Shape;
            static create(properties?: osg.v1.StatusRequest.$Properties): osg.v1.StatusRequest;

            /**
             * Encodes the specified StatusRequest message. Does not implicitly {@link osg.v1.StatusRequest.verify|verify} messages.
             * @param message StatusRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StatusRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.StatusRequest & osg.v1.StatusRequest.$Shape} StatusRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.StatusRequest & osg.v1.StatusRequest.$Shape;

            /**
             * Creates a StatusRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StatusRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.StatusRequest;

            /**
             * Creates a plain object from a StatusRequest message. Also converts values to other types if specified.
             * @param message StatusRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.StatusRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StatusRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StatusRequest {

            /** Properties of a StatusRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StatusRequest. */
            type $Shape = osg.v1.StatusRequest.$Properties;
        }

        /**
         * Properties of a StatusReply.
         * @deprecated Use osg.v1.StatusReply.$Properties instead.
         */
        interface IStatusReply extends osg.v1.StatusReply.$Properties {
        }

        /** Represents a StatusReply. */
        class StatusReply {

            /**
             * Constructs a new StatusReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.StatusReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StatusReply revision. */
            revision: number;

            /** StatusReply source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** StatusReply nodes. */
            nodes: osg.v1.NodeRow.$Properties[];

            /** StatusReply problems. */
            problems: osg.v1.SourceProblem.$Properties[];

            /** StatusReply emergencies. */
            emergencies: osg.v1.EmergencyRow.$Properties[];

            /** StatusReply pinnedTo. */
            pinnedTo: number;

            /** StatusReply version. */
            version: string;

            /** StatusReply startedUnixUs. */
            startedUnixUs: number;

            /** StatusReply approvals. */
            approvals: osg.v1.ApprovalRow.$Properties[];

            /** StatusReply declaredOtherwise. */
            declaredOtherwise: osg.v1.Divergence.$Properties[];

            /** StatusReply rollout. */
            rollout: string;

            /** StatusReply rolloutState. */
            rolloutState: osg.v1.RolloutState;

            /**
             * Creates a new StatusReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns StatusReply instance
             */
            static create(properties: osg.v1.StatusReply.$Shape): osg.v1.StatusReply & osg.v1.StatusReply.$Shape;
            static create(properties?: osg.v1.StatusReply.$Properties): osg.v1.StatusReply;

            /**
             * Encodes the specified StatusReply message. Does not implicitly {@link osg.v1.StatusReply.verify|verify} messages.
             * @param message StatusReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.StatusReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StatusReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.StatusReply & osg.v1.StatusReply.$Shape} StatusReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.StatusReply & osg.v1.StatusReply.$Shape;

            /**
             * Creates a StatusReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns StatusReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.StatusReply;

            /**
             * Creates a plain object from a StatusReply message. Also converts values to other types if specified.
             * @param message StatusReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.StatusReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this StatusReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace StatusReply {

            /** Properties of a StatusReply. */
            interface $Properties {

                /** StatusReply revision */
                revision?: (number|null);

                /** StatusReply source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** StatusReply nodes */
                nodes?: (osg.v1.NodeRow.$Properties[]|null);

                /** StatusReply problems */
                problems?: (osg.v1.SourceProblem.$Properties[]|null);

                /** StatusReply emergencies */
                emergencies?: (osg.v1.EmergencyRow.$Properties[]|null);

                /** StatusReply pinnedTo */
                pinnedTo?: (number|null);

                /** StatusReply version */
                version?: (string|null);

                /** StatusReply startedUnixUs */
                startedUnixUs?: (number|null);

                /** StatusReply approvals */
                approvals?: (osg.v1.ApprovalRow.$Properties[]|null);

                /** StatusReply declaredOtherwise */
                declaredOtherwise?: (osg.v1.Divergence.$Properties[]|null);

                /** StatusReply rollout */
                rollout?: (string|null);

                /** StatusReply rolloutState */
                rolloutState?: (osg.v1.RolloutState|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StatusReply. */
            type $Shape = osg.v1.StatusReply.$Properties;
        }

        /**
         * Properties of a NodeRow.
         * @deprecated Use osg.v1.NodeRow.$Properties instead.
         */
        interface INodeRow extends osg.v1.NodeRow.$Properties {
        }

        /** Represents a NodeRow. */
        class NodeRow {

            /**
             * Constructs a new NodeRow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodeRow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeRow node. */
            node: string;

            /** NodeRow connected. */
            connected: boolean;

            /** NodeRow lastContactUnixUs. */
            lastContactUnixUs: number;

            /** NodeRow desiredRevision. */
            desiredRevision: number;

            /** NodeRow realisedRevision. */
            realisedRevision: number;

            /** NodeRow realisedUnixUs. */
            realisedUnixUs: number;

            /** NodeRow refusal. */
            refusal?: (osg.v1.Nack.$Properties|null);

            /** NodeRow endpoints. */
            endpoints: number;

            /** NodeRow report. */
            report?: (osg.v1.AgentStatus.$Properties|null);

            /** NodeRow agentVersion. */
            agentVersion: string;

            /** NodeRow lastDrift. */
            lastDrift?: (osg.v1.DriftEvent.$Properties|null);

            /** NodeRow desiredVersion. */
            desiredVersion: number;

            /** NodeRow realisedVersion. */
            realisedVersion: number;

            /** NodeRow contested. */
            contested: string;

            /**
             * Creates a new NodeRow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeRow instance
             */
            static create(properties: osg.v1.NodeRow.$Shape): osg.v1.NodeRow & osg.v1.NodeRow.$Shape;
            static create(properties?: osg.v1.NodeRow.$Properties): osg.v1.NodeRow;

            /**
             * Encodes the specified NodeRow message. Does not implicitly {@link osg.v1.NodeRow.verify|verify} messages.
             * @param message NodeRow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodeRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeRow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodeRow & osg.v1.NodeRow.$Shape} NodeRow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodeRow & osg.v1.NodeRow.$Shape;

            /**
             * Creates a NodeRow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeRow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodeRow;

            /**
             * Creates a plain object from a NodeRow message. Also converts values to other types if specified.
             * @param message NodeRow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodeRow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeRow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeRow {

            /** Properties of a NodeRow. */
            interface $Properties {

                /** NodeRow node */
                node?: (string|null);

                /** NodeRow connected */
                connected?: (boolean|null);

                /** NodeRow lastContactUnixUs */
                lastContactUnixUs?: (number|null);

                /** NodeRow desiredRevision */
                desiredRevision?: (number|null);

                /** NodeRow realisedRevision */
                realisedRevision?: (number|null);

                /** NodeRow realisedUnixUs */
                realisedUnixUs?: (number|null);

                /** NodeRow refusal */
                refusal?: (osg.v1.Nack.$Properties|null);

                /** NodeRow endpoints */
                endpoints?: (number|null);

                /** NodeRow report */
                report?: (osg.v1.AgentStatus.$Properties|null);

                /** NodeRow agentVersion */
                agentVersion?: (string|null);

                /** NodeRow lastDrift */
                lastDrift?: (osg.v1.DriftEvent.$Properties|null);

                /** NodeRow desiredVersion */
                desiredVersion?: (number|null);

                /** NodeRow realisedVersion */
                realisedVersion?: (number|null);

                /** NodeRow contested */
                contested?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeRow. */
            type $Shape = osg.v1.NodeRow.$Properties;
        }

        /**
         * Properties of a Divergence.
         * @deprecated Use osg.v1.Divergence.$Properties instead.
         */
        interface IDivergence extends osg.v1.Divergence.$Properties {
        }

        /** Represents a Divergence. */
        class Divergence {

            /**
             * Constructs a new Divergence.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Divergence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Divergence object. */
            object: string;

            /** Divergence why. */
            why: osg.v1.DivergenceCause;

            /** Divergence inForce. */
            inForce: osg.v1.InForce;

            /**
             * Creates a new Divergence instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Divergence instance
             */
            static create(properties: osg.v1.Divergence.$Shape): osg.v1.Divergence & osg.v1.Divergence.$Shape;
            static create(properties?: osg.v1.Divergence.$Properties): osg.v1.Divergence;

            /**
             * Encodes the specified Divergence message. Does not implicitly {@link osg.v1.Divergence.verify|verify} messages.
             * @param message Divergence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Divergence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Divergence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Divergence & osg.v1.Divergence.$Shape} Divergence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Divergence & osg.v1.Divergence.$Shape;

            /**
             * Creates a Divergence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Divergence
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Divergence;

            /**
             * Creates a plain object from a Divergence message. Also converts values to other types if specified.
             * @param message Divergence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Divergence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Divergence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Divergence {

            /** Properties of a Divergence. */
            interface $Properties {

                /** Divergence object */
                object?: (string|null);

                /** Divergence why */
                why?: (osg.v1.DivergenceCause|null);

                /** Divergence inForce */
                inForce?: (osg.v1.InForce|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Divergence. */
            type $Shape = osg.v1.Divergence.$Properties;
        }

        /**
         * Properties of a SourceProblem.
         * @deprecated Use osg.v1.SourceProblem.$Properties instead.
         */
        interface ISourceProblem extends osg.v1.SourceProblem.$Properties {
        }

        /** Represents a SourceProblem. */
        class SourceProblem {

            /**
             * Constructs a new SourceProblem.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.SourceProblem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SourceProblem file. */
            file: string;

            /** SourceProblem line. */
            line: number;

            /** SourceProblem field. */
            field: string;

            /** SourceProblem message. */
            message: string;

            /** SourceProblem sinceUnixUs. */
            sinceUnixUs: number;

            /**
             * Creates a new SourceProblem instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SourceProblem instance
             */
            static create(properties: osg.v1.SourceProblem.$Shape): osg.v1.SourceProblem & osg.v1.SourceProblem.$Shape;
            static create(properties?: osg.v1.SourceProblem.$Properties): osg.v1.SourceProblem;

            /**
             * Encodes the specified SourceProblem message. Does not implicitly {@link osg.v1.SourceProblem.verify|verify} messages.
             * @param message SourceProblem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.SourceProblem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SourceProblem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.SourceProblem & osg.v1.SourceProblem.$Shape} SourceProblem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.SourceProblem & osg.v1.SourceProblem.$Shape;

            /**
             * Creates a SourceProblem message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SourceProblem
             */
            static fromObject(object: { [k: string]: any }): osg.v1.SourceProblem;

            /**
             * Creates a plain object from a SourceProblem message. Also converts values to other types if specified.
             * @param message SourceProblem
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.SourceProblem, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SourceProblem to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SourceProblem {

            /** Properties of a SourceProblem. */
            interface $Properties {

                /** SourceProblem file */
                file?: (string|null);

                /** SourceProblem line */
                line?: (number|null);

                /** SourceProblem field */
                field?: (string|null);

                /** SourceProblem message */
                message?: (string|null);

                /** SourceProblem sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SourceProblem. */
            type $Shape = osg.v1.SourceProblem.$Properties;
        }

        /**
         * Properties of an EmergencyRow.
         * @deprecated Use osg.v1.EmergencyRow.$Properties instead.
         */
        interface IEmergencyRow extends osg.v1.EmergencyRow.$Properties {
        }

        /** Represents an EmergencyRow. */
        class EmergencyRow {

            /**
             * Constructs a new EmergencyRow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EmergencyRow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EmergencyRow id. */
            id: string;

            /** EmergencyRow summary. */
            summary: string;

            /** EmergencyRow expiresUnixUs. */
            expiresUnixUs: number;

            /** EmergencyRow who. */
            who: string;

            /** EmergencyRow reason. */
            reason: string;

            /** EmergencyRow ticket. */
            ticket: string;

            /** EmergencyRow revision. */
            revision: number;

            /**
             * Creates a new EmergencyRow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EmergencyRow instance
             */
            static create(properties: osg.v1.EmergencyRow.$Shape): osg.v1.EmergencyRow & osg.v1.EmergencyRow.$Shape;
            static create(properties?: osg.v1.EmergencyRow.$Properties): osg.v1.EmergencyRow;

            /**
             * Encodes the specified EmergencyRow message. Does not implicitly {@link osg.v1.EmergencyRow.verify|verify} messages.
             * @param message EmergencyRow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EmergencyRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EmergencyRow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EmergencyRow & osg.v1.EmergencyRow.$Shape} EmergencyRow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EmergencyRow & osg.v1.EmergencyRow.$Shape;

            /**
             * Creates an EmergencyRow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EmergencyRow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EmergencyRow;

            /**
             * Creates a plain object from an EmergencyRow message. Also converts values to other types if specified.
             * @param message EmergencyRow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EmergencyRow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EmergencyRow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EmergencyRow {

            /** Properties of an EmergencyRow. */
            interface $Properties {

                /** EmergencyRow id */
                id?: (string|null);

                /** EmergencyRow summary */
                summary?: (string|null);

                /** EmergencyRow expiresUnixUs */
                expiresUnixUs?: (number|null);

                /** EmergencyRow who */
                who?: (string|null);

                /** EmergencyRow reason */
                reason?: (string|null);

                /** EmergencyRow ticket */
                ticket?: (string|null);

                /** EmergencyRow revision */
                revision?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EmergencyRow. */
            type $Shape = osg.v1.EmergencyRow.$Properties;
        }

        /**
         * Properties of a HistoryRequest.
         * @deprecated Use osg.v1.HistoryRequest.$Properties instead.
         */
        interface IHistoryRequest extends osg.v1.HistoryRequest.$Properties {
        }

        /** Represents a HistoryRequest. */
        class HistoryRequest {

            /**
             * Constructs a new HistoryRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.HistoryRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HistoryRequest limit. */
            limit: number;

            /** HistoryRequest answers. */
            answers: boolean;

            /**
             * Creates a new HistoryRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HistoryRequest instance
             */
            static create(properties: osg.v1.HistoryRequest.$Shape): osg.v1.HistoryRequest & osg.v1.HistoryRequest.$Shape;
            static create(properties?: osg.v1.HistoryRequest.$Properties): osg.v1.HistoryRequest;

            /**
             * Encodes the specified HistoryRequest message. Does not implicitly {@link osg.v1.HistoryRequest.verify|verify} messages.
             * @param message HistoryRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.HistoryRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HistoryRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.HistoryRequest & osg.v1.HistoryRequest.$Shape} HistoryRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.HistoryRequest & osg.v1.HistoryRequest.$Shape;

            /**
             * Creates a HistoryRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns HistoryRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.HistoryRequest;

            /**
             * Creates a plain object from a HistoryRequest message. Also converts values to other types if specified.
             * @param message HistoryRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.HistoryRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this HistoryRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace HistoryRequest {

            /** Properties of a HistoryRequest. */
            interface $Properties {

                /** HistoryRequest limit */
                limit?: (number|null);

                /** HistoryRequest answers */
                answers?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HistoryRequest. */
            type $Shape = osg.v1.HistoryRequest.$Properties;
        }

        /**
         * Properties of a HistoryReply.
         * @deprecated Use osg.v1.HistoryReply.$Properties instead.
         */
        interface IHistoryReply extends osg.v1.HistoryReply.$Properties {
        }

        /** Represents a HistoryReply. */
        class HistoryReply {

            /**
             * Constructs a new HistoryReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.HistoryReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HistoryReply revisions. */
            revisions: osg.v1.RevisionRow.$Properties[];

            /**
             * Creates a new HistoryReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HistoryReply instance
             */
            static create(properties: osg.v1.HistoryReply.$Shape): osg.v1.HistoryReply & osg.v1.HistoryReply.$Shape;
            static create(properties?: osg.v1.HistoryReply.$Properties): osg.v1.HistoryReply;

            /**
             * Encodes the specified HistoryReply message. Does not implicitly {@link osg.v1.HistoryReply.verify|verify} messages.
             * @param message HistoryReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.HistoryReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HistoryReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.HistoryReply & osg.v1.HistoryReply.$Shape} HistoryReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.HistoryReply & osg.v1.HistoryReply.$Shape;

            /**
             * Creates a HistoryReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns HistoryReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.HistoryReply;

            /**
             * Creates a plain object from a HistoryReply message. Also converts values to other types if specified.
             * @param message HistoryReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.HistoryReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this HistoryReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace HistoryReply {

            /** Properties of a HistoryReply. */
            interface $Properties {

                /** HistoryReply revisions */
                revisions?: (osg.v1.RevisionRow.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HistoryReply. */
            type $Shape = osg.v1.HistoryReply.$Properties;
        }

        /**
         * Properties of a RevisionRow.
         * @deprecated Use osg.v1.RevisionRow.$Properties instead.
         */
        interface IRevisionRow extends osg.v1.RevisionRow.$Properties {
        }

        /** Represents a RevisionRow. */
        class RevisionRow {

            /**
             * Constructs a new RevisionRow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RevisionRow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RevisionRow revision. */
            revision: number;

            /** RevisionRow source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** RevisionRow kind. */
            kind: osg.v1.RevisionKind;

            /** RevisionRow who. */
            who: string;

            /** RevisionRow timeUnixUs. */
            timeUnixUs: number;

            /** RevisionRow changes. */
            changes: string[];

            /** RevisionRow nodes. */
            nodes: number;

            /** RevisionRow realised. */
            realised: number;

            /** RevisionRow refusals. */
            refusals: osg.v1.NodeAnswer.$Properties[];

            /** RevisionRow reason. */
            reason: string;

            /** RevisionRow answers. */
            answers: osg.v1.NodeAnswer.$Properties[];

            /**
             * Creates a new RevisionRow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RevisionRow instance
             */
            static create(properties: osg.v1.RevisionRow.$Shape): osg.v1.RevisionRow & osg.v1.RevisionRow.$Shape;
            static create(properties?: osg.v1.RevisionRow.$Properties): osg.v1.RevisionRow;

            /**
             * Encodes the specified RevisionRow message. Does not implicitly {@link osg.v1.RevisionRow.verify|verify} messages.
             * @param message RevisionRow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RevisionRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RevisionRow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RevisionRow & osg.v1.RevisionRow.$Shape} RevisionRow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RevisionRow & osg.v1.RevisionRow.$Shape;

            /**
             * Creates a RevisionRow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RevisionRow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RevisionRow;

            /**
             * Creates a plain object from a RevisionRow message. Also converts values to other types if specified.
             * @param message RevisionRow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RevisionRow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RevisionRow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RevisionRow {

            /** Properties of a RevisionRow. */
            interface $Properties {

                /** RevisionRow revision */
                revision?: (number|null);

                /** RevisionRow source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** RevisionRow kind */
                kind?: (osg.v1.RevisionKind|null);

                /** RevisionRow who */
                who?: (string|null);

                /** RevisionRow timeUnixUs */
                timeUnixUs?: (number|null);

                /** RevisionRow changes */
                changes?: (string[]|null);

                /** RevisionRow nodes */
                nodes?: (number|null);

                /** RevisionRow realised */
                realised?: (number|null);

                /** RevisionRow refusals */
                refusals?: (osg.v1.NodeAnswer.$Properties[]|null);

                /** RevisionRow reason */
                reason?: (string|null);

                /** RevisionRow answers */
                answers?: (osg.v1.NodeAnswer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RevisionRow. */
            type $Shape = osg.v1.RevisionRow.$Properties;
        }

        /**
         * Properties of a NodeAnswer.
         * @deprecated Use osg.v1.NodeAnswer.$Properties instead.
         */
        interface INodeAnswer extends osg.v1.NodeAnswer.$Properties {
        }

        /** Represents a NodeAnswer. */
        class NodeAnswer {

            /**
             * Constructs a new NodeAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodeAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeAnswer node. */
            node: string;

            /** NodeAnswer nack. */
            nack?: (osg.v1.Nack.$Properties|null);

            /** NodeAnswer timeUnixUs. */
            timeUnixUs: number;

            /**
             * Creates a new NodeAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeAnswer instance
             */
            static create(properties: osg.v1.NodeAnswer.$Shape): osg.v1.NodeAnswer & osg.v1.NodeAnswer.$Shape;
            static create(properties?: osg.v1.NodeAnswer.$Properties): osg.v1.NodeAnswer;

            /**
             * Encodes the specified NodeAnswer message. Does not implicitly {@link osg.v1.NodeAnswer.verify|verify} messages.
             * @param message NodeAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodeAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodeAnswer & osg.v1.NodeAnswer.$Shape} NodeAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodeAnswer & osg.v1.NodeAnswer.$Shape;

            /**
             * Creates a NodeAnswer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeAnswer
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodeAnswer;

            /**
             * Creates a plain object from a NodeAnswer message. Also converts values to other types if specified.
             * @param message NodeAnswer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodeAnswer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeAnswer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeAnswer {

            /** Properties of a NodeAnswer. */
            interface $Properties {

                /** NodeAnswer node */
                node?: (string|null);

                /** NodeAnswer nack */
                nack?: (osg.v1.Nack.$Properties|null);

                /** NodeAnswer timeUnixUs */
                timeUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeAnswer. */
            type $Shape = osg.v1.NodeAnswer.$Properties;
        }

        /**
         * Properties of a DiffRequest.
         * @deprecated Use osg.v1.DiffRequest.$Properties instead.
         */
        interface IDiffRequest extends osg.v1.DiffRequest.$Properties {
        }

        /** Represents a DiffRequest. */
        class DiffRequest {

            /**
             * Constructs a new DiffRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DiffRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DiffRequest from. */
            from: number;

            /** DiffRequest to. */
            to: number;

            /**
             * Creates a new DiffRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DiffRequest instance
             */
            static create(properties: osg.v1.DiffRequest.$Shape): osg.v1.DiffRequest & osg.v1.DiffRequest.$Shape;
            static create(properties?: osg.v1.DiffRequest.$Properties): osg.v1.DiffRequest;

            /**
             * Encodes the specified DiffRequest message. Does not implicitly {@link osg.v1.DiffRequest.verify|verify} messages.
             * @param message DiffRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DiffRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DiffRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DiffRequest & osg.v1.DiffRequest.$Shape} DiffRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DiffRequest & osg.v1.DiffRequest.$Shape;

            /**
             * Creates a DiffRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DiffRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DiffRequest;

            /**
             * Creates a plain object from a DiffRequest message. Also converts values to other types if specified.
             * @param message DiffRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DiffRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DiffRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DiffRequest {

            /** Properties of a DiffRequest. */
            interface $Properties {

                /** DiffRequest from */
                from?: (number|null);

                /** DiffRequest to */
                to?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DiffRequest. */
            type $Shape = osg.v1.DiffRequest.$Properties;
        }

        /**
         * Properties of a DiffReply.
         * @deprecated Use osg.v1.DiffReply.$Properties instead.
         */
        interface IDiffReply extends osg.v1.DiffReply.$Properties {
        }

        /** Represents a DiffReply. */
        class DiffReply {

            /**
             * Constructs a new DiffReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DiffReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DiffReply changes. */
            changes: string[];

            /**
             * Creates a new DiffReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DiffReply instance
             */
            static create(properties: osg.v1.DiffReply.$Shape): osg.v1.DiffReply & osg.v1.DiffReply.$Shape;
            static create(properties?: osg.v1.DiffReply.$Properties): osg.v1.DiffReply;

            /**
             * Encodes the specified DiffReply message. Does not implicitly {@link osg.v1.DiffReply.verify|verify} messages.
             * @param message DiffReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DiffReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DiffReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DiffReply & osg.v1.DiffReply.$Shape} DiffReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DiffReply & osg.v1.DiffReply.$Shape;

            /**
             * Creates a DiffReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DiffReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DiffReply;

            /**
             * Creates a plain object from a DiffReply message. Also converts values to other types if specified.
             * @param message DiffReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DiffReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DiffReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DiffReply {

            /** Properties of a DiffReply. */
            interface $Properties {

                /** DiffReply changes */
                changes?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DiffReply. */
            type $Shape = osg.v1.DiffReply.$Properties;
        }

        /**
         * Properties of a RollbackRequest.
         * @deprecated Use osg.v1.RollbackRequest.$Properties instead.
         */
        interface IRollbackRequest extends osg.v1.RollbackRequest.$Properties {
        }

        /** Represents a RollbackRequest. */
        class RollbackRequest {

            /**
             * Constructs a new RollbackRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RollbackRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RollbackRequest revision. */
            revision: number;

            /** RollbackRequest reason. */
            reason: string;

            /**
             * Creates a new RollbackRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RollbackRequest instance
             */
            static create(properties: osg.v1.RollbackRequest.$Shape): osg.v1.RollbackRequest & osg.v1.RollbackRequest.$Shape;
            static create(properties?: osg.v1.RollbackRequest.$Properties): osg.v1.RollbackRequest;

            /**
             * Encodes the specified RollbackRequest message. Does not implicitly {@link osg.v1.RollbackRequest.verify|verify} messages.
             * @param message RollbackRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RollbackRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RollbackRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RollbackRequest & osg.v1.RollbackRequest.$Shape} RollbackRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RollbackRequest & osg.v1.RollbackRequest.$Shape;

            /**
             * Creates a RollbackRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RollbackRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RollbackRequest;

            /**
             * Creates a plain object from a RollbackRequest message. Also converts values to other types if specified.
             * @param message RollbackRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RollbackRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RollbackRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RollbackRequest {

            /** Properties of a RollbackRequest. */
            interface $Properties {

                /** RollbackRequest revision */
                revision?: (number|null);

                /** RollbackRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RollbackRequest. */
            type $Shape = osg.v1.RollbackRequest.$Properties;
        }

        /**
         * Properties of a ResumeRequest.
         * @deprecated Use osg.v1.ResumeRequest.$Properties instead.
         */
        interface IResumeRequest extends osg.v1.ResumeRequest.$Properties {
        }

        /** Represents a ResumeRequest. */
        class ResumeRequest {

            /**
             * Constructs a new ResumeRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ResumeRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResumeRequest reason. */
            reason: string;

            /**
             * Creates a new ResumeRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ResumeRequest instance
             */
            static create(properties: osg.v1.ResumeRequest.$Shape): osg.v1.ResumeRequest & osg.v1.ResumeRequest.$Shape;
            static create(properties?: osg.v1.ResumeRequest.$Properties): osg.v1.ResumeRequest;

            /**
             * Encodes the specified ResumeRequest message. Does not implicitly {@link osg.v1.ResumeRequest.verify|verify} messages.
             * @param message ResumeRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ResumeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResumeRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ResumeRequest & osg.v1.ResumeRequest.$Shape} ResumeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ResumeRequest & osg.v1.ResumeRequest.$Shape;

            /**
             * Creates a ResumeRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ResumeRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ResumeRequest;

            /**
             * Creates a plain object from a ResumeRequest message. Also converts values to other types if specified.
             * @param message ResumeRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ResumeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ResumeRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ResumeRequest {

            /** Properties of a ResumeRequest. */
            interface $Properties {

                /** ResumeRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResumeRequest. */
            type $Shape = osg.v1.ResumeRequest.$Properties;
        }

        /**
         * Properties of a RevisionReply.
         * @deprecated Use osg.v1.RevisionReply.$Properties instead.
         */
        interface IRevisionReply extends osg.v1.RevisionReply.$Properties {
        }

        /** Represents a RevisionReply. */
        class RevisionReply {

            /**
             * Constructs a new RevisionReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RevisionReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RevisionReply revision. */
            revision: number;

            /** RevisionReply id. */
            id: string;

            /** RevisionReply nodes. */
            nodes: number;

            /** RevisionReply notes. */
            notes: string[];

            /**
             * Creates a new RevisionReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RevisionReply instance
             */
            static create(properties: osg.v1.RevisionReply.$Shape): osg.v1.RevisionReply & osg.v1.RevisionReply.$Shape;
            static create(properties?: osg.v1.RevisionReply.$Properties): osg.v1.RevisionReply;

            /**
             * Encodes the specified RevisionReply message. Does not implicitly {@link osg.v1.RevisionReply.verify|verify} messages.
             * @param message RevisionReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RevisionReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RevisionReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RevisionReply & osg.v1.RevisionReply.$Shape} RevisionReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RevisionReply & osg.v1.RevisionReply.$Shape;

            /**
             * Creates a RevisionReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RevisionReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RevisionReply;

            /**
             * Creates a plain object from a RevisionReply message. Also converts values to other types if specified.
             * @param message RevisionReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RevisionReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RevisionReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RevisionReply {

            /** Properties of a RevisionReply. */
            interface $Properties {

                /** RevisionReply revision */
                revision?: (number|null);

                /** RevisionReply id */
                id?: (string|null);

                /** RevisionReply nodes */
                nodes?: (number|null);

                /** RevisionReply notes */
                notes?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RevisionReply. */
            type $Shape = osg.v1.RevisionReply.$Properties;
        }

        /**
         * Properties of an EmergencyRequest.
         * @deprecated Use osg.v1.EmergencyRequest.$Properties instead.
         */
        interface IEmergencyRequest extends osg.v1.EmergencyRequest.$Properties {
        }

        /** Represents an EmergencyRequest. */
        class EmergencyRequest {

            /**
             * Constructs a new EmergencyRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EmergencyRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EmergencyRequest allow. */
            allow?: (osg.v1.EmergencyAllow.$Properties|null);

            /** EmergencyRequest isolate. */
            isolate?: (osg.v1.EmergencyIsolate.$Properties|null);

            /** EmergencyRequest forMs. */
            forMs: number;

            /** EmergencyRequest reason. */
            reason: string;

            /** EmergencyRequest ticket. */
            ticket: string;

            /**
             * Creates a new EmergencyRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EmergencyRequest instance
             */
            static create(properties: osg.v1.EmergencyRequest.$Shape): osg.v1.EmergencyRequest & osg.v1.EmergencyRequest.$Shape;
            static create(properties?: osg.v1.EmergencyRequest.$Properties): osg.v1.EmergencyRequest;

            /**
             * Encodes the specified EmergencyRequest message. Does not implicitly {@link osg.v1.EmergencyRequest.verify|verify} messages.
             * @param message EmergencyRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EmergencyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EmergencyRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EmergencyRequest & osg.v1.EmergencyRequest.$Shape} EmergencyRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EmergencyRequest & osg.v1.EmergencyRequest.$Shape;

            /**
             * Creates an EmergencyRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EmergencyRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EmergencyRequest;

            /**
             * Creates a plain object from an EmergencyRequest message. Also converts values to other types if specified.
             * @param message EmergencyRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EmergencyRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EmergencyRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EmergencyRequest {

            /** Properties of an EmergencyRequest. */
            interface $Properties {

                /** EmergencyRequest allow */
                allow?: (osg.v1.EmergencyAllow.$Properties|null);

                /** EmergencyRequest isolate */
                isolate?: (osg.v1.EmergencyIsolate.$Properties|null);

                /** EmergencyRequest forMs */
                forMs?: (number|null);

                /** EmergencyRequest reason */
                reason?: (string|null);

                /** EmergencyRequest ticket */
                ticket?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EmergencyRequest. */
            type $Shape = osg.v1.EmergencyRequest.$Properties;
        }

        /**
         * Properties of an EmergencyAllow.
         * @deprecated Use osg.v1.EmergencyAllow.$Properties instead.
         */
        interface IEmergencyAllow extends osg.v1.EmergencyAllow.$Properties {
        }

        /** Represents an EmergencyAllow. */
        class EmergencyAllow {

            /**
             * Constructs a new EmergencyAllow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EmergencyAllow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EmergencyAllow from. */
            from: string;

            /** EmergencyAllow to. */
            to: string;

            /** EmergencyAllow ports. */
            ports: string[];

            /**
             * Creates a new EmergencyAllow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EmergencyAllow instance
             */
            static create(properties: osg.v1.EmergencyAllow.$Shape): osg.v1.EmergencyAllow & osg.v1.EmergencyAllow.$Shape;
            static create(properties?: osg.v1.EmergencyAllow.$Properties): osg.v1.EmergencyAllow;

            /**
             * Encodes the specified EmergencyAllow message. Does not implicitly {@link osg.v1.EmergencyAllow.verify|verify} messages.
             * @param message EmergencyAllow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EmergencyAllow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EmergencyAllow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EmergencyAllow & osg.v1.EmergencyAllow.$Shape} EmergencyAllow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EmergencyAllow & osg.v1.EmergencyAllow.$Shape;

            /**
             * Creates an EmergencyAllow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EmergencyAllow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EmergencyAllow;

            /**
             * Creates a plain object from an EmergencyAllow message. Also converts values to other types if specified.
             * @param message EmergencyAllow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EmergencyAllow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EmergencyAllow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EmergencyAllow {

            /** Properties of an EmergencyAllow. */
            interface $Properties {

                /** EmergencyAllow from */
                from?: (string|null);

                /** EmergencyAllow to */
                to?: (string|null);

                /** EmergencyAllow ports */
                ports?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EmergencyAllow. */
            type $Shape = osg.v1.EmergencyAllow.$Properties;
        }

        /**
         * Properties of an EmergencyIsolate.
         * @deprecated Use osg.v1.EmergencyIsolate.$Properties instead.
         */
        interface IEmergencyIsolate extends osg.v1.EmergencyIsolate.$Properties {
        }

        /** Represents an EmergencyIsolate. */
        class EmergencyIsolate {

            /**
             * Constructs a new EmergencyIsolate.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EmergencyIsolate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EmergencyIsolate target. */
            target: string;

            /**
             * Creates a new EmergencyIsolate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EmergencyIsolate instance
             */
            static create(properties: osg.v1.EmergencyIsolate.$Shape): osg.v1.EmergencyIsolate & osg.v1.EmergencyIsolate.$Shape;
            static create(properties?: osg.v1.EmergencyIsolate.$Properties): osg.v1.EmergencyIsolate;

            /**
             * Encodes the specified EmergencyIsolate message. Does not implicitly {@link osg.v1.EmergencyIsolate.verify|verify} messages.
             * @param message EmergencyIsolate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EmergencyIsolate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EmergencyIsolate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EmergencyIsolate & osg.v1.EmergencyIsolate.$Shape} EmergencyIsolate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EmergencyIsolate & osg.v1.EmergencyIsolate.$Shape;

            /**
             * Creates an EmergencyIsolate message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EmergencyIsolate
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EmergencyIsolate;

            /**
             * Creates a plain object from an EmergencyIsolate message. Also converts values to other types if specified.
             * @param message EmergencyIsolate
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EmergencyIsolate, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EmergencyIsolate to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EmergencyIsolate {

            /** Properties of an EmergencyIsolate. */
            interface $Properties {

                /** EmergencyIsolate target */
                target?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EmergencyIsolate. */
            type $Shape = osg.v1.EmergencyIsolate.$Properties;
        }

        /**
         * Properties of an EndEmergencyRequest.
         * @deprecated Use osg.v1.EndEmergencyRequest.$Properties instead.
         */
        interface IEndEmergencyRequest extends osg.v1.EndEmergencyRequest.$Properties {
        }

        /** Represents an EndEmergencyRequest. */
        class EndEmergencyRequest {

            /**
             * Constructs a new EndEmergencyRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EndEmergencyRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EndEmergencyRequest id. */
            id: string;

            /** EndEmergencyRequest reason. */
            reason: string;

            /**
             * Creates a new EndEmergencyRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EndEmergencyRequest instance
             */
            static create(properties: osg.v1.EndEmergencyRequest.$Shape): osg.v1.EndEmergencyRequest & osg.v1.EndEmergencyRequest.$Shape;
            static create(properties?: osg.v1.EndEmergencyRequest.$Properties): osg.v1.EndEmergencyRequest;

            /**
             * Encodes the specified EndEmergencyRequest message. Does not implicitly {@link osg.v1.EndEmergencyRequest.verify|verify} messages.
             * @param message EndEmergencyRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EndEmergencyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EndEmergencyRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EndEmergencyRequest & osg.v1.EndEmergencyRequest.$Shape} EndEmergencyRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EndEmergencyRequest & osg.v1.EndEmergencyRequest.$Shape;

            /**
             * Creates an EndEmergencyRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EndEmergencyRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EndEmergencyRequest;

            /**
             * Creates a plain object from an EndEmergencyRequest message. Also converts values to other types if specified.
             * @param message EndEmergencyRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EndEmergencyRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EndEmergencyRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EndEmergencyRequest {

            /** Properties of an EndEmergencyRequest. */
            interface $Properties {

                /** EndEmergencyRequest id */
                id?: (string|null);

                /** EndEmergencyRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EndEmergencyRequest. */
            type $Shape = osg.v1.EndEmergencyRequest.$Properties;
        }

        /**
         * Properties of a WorldRequest.
         * @deprecated Use osg.v1.WorldRequest.$Properties instead.
         */
        interface IWorldRequest extends osg.v1.WorldRequest.$Properties {
        }

        /** Represents a WorldRequest. */
        class WorldRequest {

            /**
             * Constructs a new WorldRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.WorldRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorldRequest revision. */
            revision: number;

            /**
             * Creates a new WorldRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorldRequest instance
             */
            static create(properties: osg.v1.WorldRequest.$Shape): osg.v1.WorldRequest & osg.v1.WorldRequest.$Shape;
            static create(properties?: osg.v1.WorldRequest.$Properties): osg.v1.WorldRequest;

            /**
             * Encodes the specified WorldRequest message. Does not implicitly {@link osg.v1.WorldRequest.verify|verify} messages.
             * @param message WorldRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.WorldRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorldRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.WorldRequest & osg.v1.WorldRequest.$Shape} WorldRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.WorldRequest & osg.v1.WorldRequest.$Shape;

            /**
             * Creates a WorldRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorldRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.WorldRequest;

            /**
             * Creates a plain object from a WorldRequest message. Also converts values to other types if specified.
             * @param message WorldRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.WorldRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorldRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorldRequest {

            /** Properties of a WorldRequest. */
            interface $Properties {

                /** WorldRequest revision */
                revision?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorldRequest. */
            type $Shape = osg.v1.WorldRequest.$Properties;
        }

        /**
         * Properties of a WorldPart.
         * @deprecated Use osg.v1.WorldPart.$Properties instead.
         */
        interface IWorldPart extends osg.v1.WorldPart.$Properties {
        }

        /** Represents a WorldPart. */
        class WorldPart {

            /**
             * Constructs a new WorldPart.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.WorldPart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WorldPart list. */
            list: osg.v1.WorldList;

            /** WorldPart items. */
            items: string[];

            /** WorldPart revision. */
            revision: number;

            /** WorldPart pinnedTo. */
            pinnedTo: number;

            /** WorldPart posture. */
            posture: osg.v1.Posture;

            /** WorldPart allowNodeProbes. */
            allowNodeProbes: boolean;

            /** WorldPart allowOwnNode. */
            allowOwnNode: boolean;

            /** WorldPart rollout. */
            rollout: string;

            /** WorldPart reached. */
            reached: string[];

            /**
             * Creates a new WorldPart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WorldPart instance
             */
            static create(properties: osg.v1.WorldPart.$Shape): osg.v1.WorldPart & osg.v1.WorldPart.$Shape;
            static create(properties?: osg.v1.WorldPart.$Properties): osg.v1.WorldPart;

            /**
             * Encodes the specified WorldPart message. Does not implicitly {@link osg.v1.WorldPart.verify|verify} messages.
             * @param message WorldPart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.WorldPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WorldPart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.WorldPart & osg.v1.WorldPart.$Shape} WorldPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.WorldPart & osg.v1.WorldPart.$Shape;

            /**
             * Creates a WorldPart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WorldPart
             */
            static fromObject(object: { [k: string]: any }): osg.v1.WorldPart;

            /**
             * Creates a plain object from a WorldPart message. Also converts values to other types if specified.
             * @param message WorldPart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.WorldPart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WorldPart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WorldPart {

            /** Properties of a WorldPart. */
            interface $Properties {

                /** WorldPart list */
                list?: (osg.v1.WorldList|null);

                /** WorldPart items */
                items?: (string[]|null);

                /** WorldPart revision */
                revision?: (number|null);

                /** WorldPart pinnedTo */
                pinnedTo?: (number|null);

                /** WorldPart posture */
                posture?: (osg.v1.Posture|null);

                /** WorldPart allowNodeProbes */
                allowNodeProbes?: (boolean|null);

                /** WorldPart allowOwnNode */
                allowOwnNode?: (boolean|null);

                /** WorldPart rollout */
                rollout?: (string|null);

                /** WorldPart reached */
                reached?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WorldPart. */
            type $Shape = osg.v1.WorldPart.$Properties;
        }

        /**
         * Properties of an EvidenceRequest.
         * @deprecated Use osg.v1.EvidenceRequest.$Properties instead.
         */
        interface IEvidenceRequest extends osg.v1.EvidenceRequest.$Properties {
        }

        /** Represents an EvidenceRequest. */
        class EvidenceRequest {

            /**
             * Constructs a new EvidenceRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.EvidenceRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EvidenceRequest nodes. */
            nodes: string[];

            /**
             * Creates a new EvidenceRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EvidenceRequest instance
             */
            static create(properties: osg.v1.EvidenceRequest.$Shape): osg.v1.EvidenceRequest & osg.v1.EvidenceRequest.$Shape;
            static create(properties?: osg.v1.EvidenceRequest.$Properties): osg.v1.EvidenceRequest;

            /**
             * Encodes the specified EvidenceRequest message. Does not implicitly {@link osg.v1.EvidenceRequest.verify|verify} messages.
             * @param message EvidenceRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.EvidenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EvidenceRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.EvidenceRequest & osg.v1.EvidenceRequest.$Shape} EvidenceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.EvidenceRequest & osg.v1.EvidenceRequest.$Shape;

            /**
             * Creates an EvidenceRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EvidenceRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.EvidenceRequest;

            /**
             * Creates a plain object from an EvidenceRequest message. Also converts values to other types if specified.
             * @param message EvidenceRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.EvidenceRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EvidenceRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace EvidenceRequest {

            /** Properties of an EvidenceRequest. */
            interface $Properties {

                /** EvidenceRequest nodes */
                nodes?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EvidenceRequest. */
            type $Shape = osg.v1.EvidenceRequest.$Properties;
        }

        /**
         * Properties of a NodeEvidence.
         * @deprecated Use osg.v1.NodeEvidence.$Properties instead.
         */
        interface INodeEvidence extends osg.v1.NodeEvidence.$Properties {
        }

        /** Represents a NodeEvidence. */
        class NodeEvidence {

            /**
             * Constructs a new NodeEvidence.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodeEvidence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeEvidence node. */
            node: string;

            /** NodeEvidence evidence. */
            evidence?: (osg.v1.Evidence.$Properties|null);

            /**
             * Creates a new NodeEvidence instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeEvidence instance
             */
            static create(properties: osg.v1.NodeEvidence.$Shape): osg.v1.NodeEvidence & osg.v1.NodeEvidence.$Shape;
            static create(properties?: osg.v1.NodeEvidence.$Properties): osg.v1.NodeEvidence;

            /**
             * Encodes the specified NodeEvidence message. Does not implicitly {@link osg.v1.NodeEvidence.verify|verify} messages.
             * @param message NodeEvidence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodeEvidence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeEvidence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodeEvidence & osg.v1.NodeEvidence.$Shape} NodeEvidence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodeEvidence & osg.v1.NodeEvidence.$Shape;

            /**
             * Creates a NodeEvidence message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeEvidence
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodeEvidence;

            /**
             * Creates a plain object from a NodeEvidence message. Also converts values to other types if specified.
             * @param message NodeEvidence
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodeEvidence, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeEvidence to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeEvidence {

            /** Properties of a NodeEvidence. */
            interface $Properties {

                /** NodeEvidence node */
                node?: (string|null);

                /** NodeEvidence evidence */
                evidence?: (osg.v1.Evidence.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeEvidence. */
            type $Shape = osg.v1.NodeEvidence.$Properties;
        }

        /**
         * Properties of a BlameRequest.
         * @deprecated Use osg.v1.BlameRequest.$Properties instead.
         */
        interface IBlameRequest extends osg.v1.BlameRequest.$Properties {
        }

        /** Represents a BlameRequest. */
        class BlameRequest {

            /**
             * Constructs a new BlameRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.BlameRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlameRequest from. */
            from: string;

            /** BlameRequest to. */
            to: string;

            /** BlameRequest protocol. */
            protocol: string;

            /** BlameRequest port. */
            port: string;

            /** BlameRequest timeUnixUs. */
            timeUnixUs: number;

            /** BlameRequest type. */
            type: string;

            /**
             * Creates a new BlameRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns BlameRequest instance
             */
            static create(properties: osg.v1.BlameRequest.$Shape): osg.v1.BlameRequest & osg.v1.BlameRequest.$Shape;
            static create(properties?: osg.v1.BlameRequest.$Properties): osg.v1.BlameRequest;

            /**
             * Encodes the specified BlameRequest message. Does not implicitly {@link osg.v1.BlameRequest.verify|verify} messages.
             * @param message BlameRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.BlameRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlameRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.BlameRequest & osg.v1.BlameRequest.$Shape} BlameRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.BlameRequest & osg.v1.BlameRequest.$Shape;

            /**
             * Creates a BlameRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns BlameRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.BlameRequest;

            /**
             * Creates a plain object from a BlameRequest message. Also converts values to other types if specified.
             * @param message BlameRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.BlameRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this BlameRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace BlameRequest {

            /** Properties of a BlameRequest. */
            interface $Properties {

                /** BlameRequest from */
                from?: (string|null);

                /** BlameRequest to */
                to?: (string|null);

                /** BlameRequest protocol */
                protocol?: (string|null);

                /** BlameRequest port */
                port?: (string|null);

                /** BlameRequest timeUnixUs */
                timeUnixUs?: (number|null);

                /** BlameRequest type */
                type?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlameRequest. */
            type $Shape = osg.v1.BlameRequest.$Properties;
        }

        /**
         * Properties of a RolloutsRequest.
         * @deprecated Use osg.v1.RolloutsRequest.$Properties instead.
         */
        interface IRolloutsRequest extends osg.v1.RolloutsRequest.$Properties {
        }

        /** Represents a RolloutsRequest. */
        class RolloutsRequest {

            /**
             * Constructs a new RolloutsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RolloutsRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RolloutsRequest limit. */
            limit: number;

            /**
             * Creates a new RolloutsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RolloutsRequest instance
             */
            static create(properties: osg.v1.RolloutsRequest.$Shape): osg.v1.RolloutsRequest & osg.v1.RolloutsRequest.$Shape;
            static create(properties?: osg.v1.RolloutsRequest.$Properties): osg.v1.RolloutsRequest;

            /**
             * Encodes the specified RolloutsRequest message. Does not implicitly {@link osg.v1.RolloutsRequest.verify|verify} messages.
             * @param message RolloutsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RolloutsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RolloutsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RolloutsRequest & osg.v1.RolloutsRequest.$Shape} RolloutsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RolloutsRequest & osg.v1.RolloutsRequest.$Shape;

            /**
             * Creates a RolloutsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RolloutsRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RolloutsRequest;

            /**
             * Creates a plain object from a RolloutsRequest message. Also converts values to other types if specified.
             * @param message RolloutsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RolloutsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RolloutsRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RolloutsRequest {

            /** Properties of a RolloutsRequest. */
            interface $Properties {

                /** RolloutsRequest limit */
                limit?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RolloutsRequest. */
            type $Shape = osg.v1.RolloutsRequest.$Properties;
        }

        /**
         * Properties of a RolloutsReply.
         * @deprecated Use osg.v1.RolloutsReply.$Properties instead.
         */
        interface IRolloutsReply extends osg.v1.RolloutsReply.$Properties {
        }

        /** Represents a RolloutsReply. */
        class RolloutsReply {

            /**
             * Constructs a new RolloutsReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RolloutsReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RolloutsReply rollouts. */
            rollouts: osg.v1.RolloutRow.$Properties[];

            /** RolloutsReply waiting. */
            waiting: boolean;

            /**
             * Creates a new RolloutsReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RolloutsReply instance
             */
            static create(properties: osg.v1.RolloutsReply.$Shape): osg.v1.RolloutsReply & osg.v1.RolloutsReply.$Shape;
            static create(properties?: osg.v1.RolloutsReply.$Properties): osg.v1.RolloutsReply;

            /**
             * Encodes the specified RolloutsReply message. Does not implicitly {@link osg.v1.RolloutsReply.verify|verify} messages.
             * @param message RolloutsReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RolloutsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RolloutsReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RolloutsReply & osg.v1.RolloutsReply.$Shape} RolloutsReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RolloutsReply & osg.v1.RolloutsReply.$Shape;

            /**
             * Creates a RolloutsReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RolloutsReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RolloutsReply;

            /**
             * Creates a plain object from a RolloutsReply message. Also converts values to other types if specified.
             * @param message RolloutsReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RolloutsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RolloutsReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RolloutsReply {

            /** Properties of a RolloutsReply. */
            interface $Properties {

                /** RolloutsReply rollouts */
                rollouts?: (osg.v1.RolloutRow.$Properties[]|null);

                /** RolloutsReply waiting */
                waiting?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RolloutsReply. */
            type $Shape = osg.v1.RolloutsReply.$Properties;
        }

        /**
         * Properties of a RolloutDecision.
         * @deprecated Use osg.v1.RolloutDecision.$Properties instead.
         */
        interface IRolloutDecision extends osg.v1.RolloutDecision.$Properties {
        }

        /** Represents a RolloutDecision. */
        class RolloutDecision {

            /**
             * Constructs a new RolloutDecision.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RolloutDecision.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RolloutDecision action. */
            action: osg.v1.RolloutAction;

            /** RolloutDecision reason. */
            reason: string;

            /**
             * Creates a new RolloutDecision instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RolloutDecision instance
             */
            static create(properties: osg.v1.RolloutDecision.$Shape): osg.v1.RolloutDecision & osg.v1.RolloutDecision.$Shape;
            static create(properties?: osg.v1.RolloutDecision.$Properties): osg.v1.RolloutDecision;

            /**
             * Encodes the specified RolloutDecision message. Does not implicitly {@link osg.v1.RolloutDecision.verify|verify} messages.
             * @param message RolloutDecision message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RolloutDecision.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RolloutDecision message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RolloutDecision & osg.v1.RolloutDecision.$Shape} RolloutDecision
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RolloutDecision & osg.v1.RolloutDecision.$Shape;

            /**
             * Creates a RolloutDecision message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RolloutDecision
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RolloutDecision;

            /**
             * Creates a plain object from a RolloutDecision message. Also converts values to other types if specified.
             * @param message RolloutDecision
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RolloutDecision, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RolloutDecision to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RolloutDecision {

            /** Properties of a RolloutDecision. */
            interface $Properties {

                /** RolloutDecision action */
                action?: (osg.v1.RolloutAction|null);

                /** RolloutDecision reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RolloutDecision. */
            type $Shape = osg.v1.RolloutDecision.$Properties;
        }

        /**
         * Properties of a RolloutRow.
         * @deprecated Use osg.v1.RolloutRow.$Properties instead.
         */
        interface IRolloutRow extends osg.v1.RolloutRow.$Properties {
        }

        /** Represents a RolloutRow. */
        class RolloutRow {

            /**
             * Constructs a new RolloutRow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RolloutRow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RolloutRow id. */
            id: string;

            /** RolloutRow revision. */
            revision: number;

            /** RolloutRow predecessor. */
            predecessor: number;

            /** RolloutRow who. */
            who: string;

            /** RolloutRow subject. */
            subject: string;

            /** RolloutRow policy. */
            policy: string;

            /** RolloutRow startedUnixUs. */
            startedUnixUs: number;

            /** RolloutRow state. */
            state: osg.v1.RolloutState;

            /** RolloutRow reason. */
            reason: string;

            /** RolloutRow by. */
            by: string;

            /** RolloutRow endedUnixUs. */
            endedUnixUs: number;

            /** RolloutRow rings. */
            rings: osg.v1.RolloutRing.$Properties[];

            /** RolloutRow waits. */
            waits: string;

            /**
             * Creates a new RolloutRow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RolloutRow instance
             */
            static create(properties: osg.v1.RolloutRow.$Shape): osg.v1.RolloutRow & osg.v1.RolloutRow.$Shape;
            static create(properties?: osg.v1.RolloutRow.$Properties): osg.v1.RolloutRow;

            /**
             * Encodes the specified RolloutRow message. Does not implicitly {@link osg.v1.RolloutRow.verify|verify} messages.
             * @param message RolloutRow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RolloutRow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RolloutRow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RolloutRow & osg.v1.RolloutRow.$Shape} RolloutRow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RolloutRow & osg.v1.RolloutRow.$Shape;

            /**
             * Creates a RolloutRow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RolloutRow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RolloutRow;

            /**
             * Creates a plain object from a RolloutRow message. Also converts values to other types if specified.
             * @param message RolloutRow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RolloutRow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RolloutRow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RolloutRow {

            /** Properties of a RolloutRow. */
            interface $Properties {

                /** RolloutRow id */
                id?: (string|null);

                /** RolloutRow revision */
                revision?: (number|null);

                /** RolloutRow predecessor */
                predecessor?: (number|null);

                /** RolloutRow who */
                who?: (string|null);

                /** RolloutRow subject */
                subject?: (string|null);

                /** RolloutRow policy */
                policy?: (string|null);

                /** RolloutRow startedUnixUs */
                startedUnixUs?: (number|null);

                /** RolloutRow state */
                state?: (osg.v1.RolloutState|null);

                /** RolloutRow reason */
                reason?: (string|null);

                /** RolloutRow by */
                by?: (string|null);

                /** RolloutRow endedUnixUs */
                endedUnixUs?: (number|null);

                /** RolloutRow rings */
                rings?: (osg.v1.RolloutRing.$Properties[]|null);

                /** RolloutRow waits */
                waits?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RolloutRow. */
            type $Shape = osg.v1.RolloutRow.$Properties;
        }

        /**
         * Properties of a RolloutRing.
         * @deprecated Use osg.v1.RolloutRing.$Properties instead.
         */
        interface IRolloutRing extends osg.v1.RolloutRing.$Properties {
        }

        /** Represents a RolloutRing. */
        class RolloutRing {

            /**
             * Constructs a new RolloutRing.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.RolloutRing.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RolloutRing name. */
            name: string;

            /** RolloutRing nodes. */
            nodes: number;

            /** RolloutRing concerned. */
            concerned: number;

            /** RolloutRing state. */
            state: osg.v1.RingState;

            /** RolloutRing sinceUnixUs. */
            sinceUnixUs: number;

            /** RolloutRing decidesUnixUs. */
            decidesUnixUs: number;

            /** RolloutRing confirmByUnixUs. */
            confirmByUnixUs: number;

            /** RolloutRing gates. */
            gates: osg.v1.GateAnswer.$Properties[];

            /**
             * Creates a new RolloutRing instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RolloutRing instance
             */
            static create(properties: osg.v1.RolloutRing.$Shape): osg.v1.RolloutRing & osg.v1.RolloutRing.$Shape;
            static create(properties?: osg.v1.RolloutRing.$Properties): osg.v1.RolloutRing;

            /**
             * Encodes the specified RolloutRing message. Does not implicitly {@link osg.v1.RolloutRing.verify|verify} messages.
             * @param message RolloutRing message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.RolloutRing.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RolloutRing message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.RolloutRing & osg.v1.RolloutRing.$Shape} RolloutRing
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.RolloutRing & osg.v1.RolloutRing.$Shape;

            /**
             * Creates a RolloutRing message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RolloutRing
             */
            static fromObject(object: { [k: string]: any }): osg.v1.RolloutRing;

            /**
             * Creates a plain object from a RolloutRing message. Also converts values to other types if specified.
             * @param message RolloutRing
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.RolloutRing, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RolloutRing to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace RolloutRing {

            /** Properties of a RolloutRing. */
            interface $Properties {

                /** RolloutRing name */
                name?: (string|null);

                /** RolloutRing nodes */
                nodes?: (number|null);

                /** RolloutRing concerned */
                concerned?: (number|null);

                /** RolloutRing state */
                state?: (osg.v1.RingState|null);

                /** RolloutRing sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** RolloutRing decidesUnixUs */
                decidesUnixUs?: (number|null);

                /** RolloutRing confirmByUnixUs */
                confirmByUnixUs?: (number|null);

                /** RolloutRing gates */
                gates?: (osg.v1.GateAnswer.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RolloutRing. */
            type $Shape = osg.v1.RolloutRing.$Properties;
        }

        /**
         * Properties of a GateAnswer.
         * @deprecated Use osg.v1.GateAnswer.$Properties instead.
         */
        interface IGateAnswer extends osg.v1.GateAnswer.$Properties {
        }

        /** Represents a GateAnswer. */
        class GateAnswer {

            /**
             * Constructs a new GateAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.GateAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GateAnswer gate. */
            gate: string;

            /** GateAnswer verdict. */
            verdict: osg.v1.GateVerdict;

            /** GateAnswer evidence. */
            evidence: string;

            /**
             * Creates a new GateAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GateAnswer instance
             */
            static create(properties: osg.v1.GateAnswer.$Shape): osg.v1.GateAnswer & osg.v1.GateAnswer.$Shape;
            static create(properties?: osg.v1.GateAnswer.$Properties): osg.v1.GateAnswer;

            /**
             * Encodes the specified GateAnswer message. Does not implicitly {@link osg.v1.GateAnswer.verify|verify} messages.
             * @param message GateAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.GateAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GateAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.GateAnswer & osg.v1.GateAnswer.$Shape} GateAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.GateAnswer & osg.v1.GateAnswer.$Shape;

            /**
             * Creates a GateAnswer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns GateAnswer
             */
            static fromObject(object: { [k: string]: any }): osg.v1.GateAnswer;

            /**
             * Creates a plain object from a GateAnswer message. Also converts values to other types if specified.
             * @param message GateAnswer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.GateAnswer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this GateAnswer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace GateAnswer {

            /** Properties of a GateAnswer. */
            interface $Properties {

                /** GateAnswer gate */
                gate?: (string|null);

                /** GateAnswer verdict */
                verdict?: (osg.v1.GateVerdict|null);

                /** GateAnswer evidence */
                evidence?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GateAnswer. */
            type $Shape = osg.v1.GateAnswer.$Properties;
        }

        /**
         * Properties of an AcceptClaimRequest.
         * @deprecated Use osg.v1.AcceptClaimRequest.$Properties instead.
         */
        interface IAcceptClaimRequest extends osg.v1.AcceptClaimRequest.$Properties {
        }

        /** Represents an AcceptClaimRequest. */
        class AcceptClaimRequest {

            /**
             * Constructs a new AcceptClaimRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AcceptClaimRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AcceptClaimRequest node. */
            node: string;

            /** AcceptClaimRequest reason. */
            reason: string;

            /**
             * Creates a new AcceptClaimRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AcceptClaimRequest instance
             */
            static create(properties: osg.v1.AcceptClaimRequest.$Shape): osg.v1.AcceptClaimRequest & osg.v1.AcceptClaimRequest.$Shape;
            static create(properties?: osg.v1.AcceptClaimRequest.$Properties): osg.v1.AcceptClaimRequest;

            /**
             * Encodes the specified AcceptClaimRequest message. Does not implicitly {@link osg.v1.AcceptClaimRequest.verify|verify} messages.
             * @param message AcceptClaimRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AcceptClaimRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AcceptClaimRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AcceptClaimRequest & osg.v1.AcceptClaimRequest.$Shape} AcceptClaimRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AcceptClaimRequest & osg.v1.AcceptClaimRequest.$Shape;

            /**
             * Creates an AcceptClaimRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AcceptClaimRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AcceptClaimRequest;

            /**
             * Creates a plain object from an AcceptClaimRequest message. Also converts values to other types if specified.
             * @param message AcceptClaimRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AcceptClaimRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AcceptClaimRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AcceptClaimRequest {

            /** Properties of an AcceptClaimRequest. */
            interface $Properties {

                /** AcceptClaimRequest node */
                node?: (string|null);

                /** AcceptClaimRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AcceptClaimRequest. */
            type $Shape = osg.v1.AcceptClaimRequest.$Properties;
        }

        /**
         * Properties of an AuditRequest.
         * @deprecated Use osg.v1.AuditRequest.$Properties instead.
         */
        interface IAuditRequest extends osg.v1.AuditRequest.$Properties {
        }

        /** Represents an AuditRequest. */
        class AuditRequest {

            /**
             * Constructs a new AuditRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AuditRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AuditRequest after. */
            after: number;

            /**
             * Creates a new AuditRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AuditRequest instance
             */
            static create(properties: osg.v1.AuditRequest.$Shape): osg.v1.AuditRequest & osg.v1.AuditRequest.$Shape;
            static create(properties?: osg.v1.AuditRequest.$Properties): osg.v1.AuditRequest;

            /**
             * Encodes the specified AuditRequest message. Does not implicitly {@link osg.v1.AuditRequest.verify|verify} messages.
             * @param message AuditRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AuditRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AuditRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AuditRequest & osg.v1.AuditRequest.$Shape} AuditRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AuditRequest & osg.v1.AuditRequest.$Shape;

            /**
             * Creates an AuditRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AuditRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AuditRequest;

            /**
             * Creates a plain object from an AuditRequest message. Also converts values to other types if specified.
             * @param message AuditRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AuditRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AuditRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AuditRequest {

            /** Properties of an AuditRequest. */
            interface $Properties {

                /** AuditRequest after */
                after?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AuditRequest. */
            type $Shape = osg.v1.AuditRequest.$Properties;
        }

        /**
         * Properties of an AuditRecord.
         * @deprecated Use osg.v1.AuditRecord.$Properties instead.
         */
        interface IAuditRecord extends osg.v1.AuditRecord.$Properties {
        }

        /** Represents an AuditRecord. */
        class AuditRecord {

            /**
             * Constructs a new AuditRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.AuditRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AuditRecord sequence. */
            sequence: number;

            /** AuditRecord timeUnixUs. */
            timeUnixUs: number;

            /** AuditRecord kind. */
            kind: string;

            /** AuditRecord who. */
            who: string;

            /** AuditRecord detail. */
            detail: string;

            /** AuditRecord previous. */
            previous: string;

            /** AuditRecord hash. */
            hash: string;

            /**
             * Creates a new AuditRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AuditRecord instance
             */
            static create(properties: osg.v1.AuditRecord.$Shape): osg.v1.AuditRecord & osg.v1.AuditRecord.$Shape;
            static create(properties?: osg.v1.AuditRecord.$Properties): osg.v1.AuditRecord;

            /**
             * Encodes the specified AuditRecord message. Does not implicitly {@link osg.v1.AuditRecord.verify|verify} messages.
             * @param message AuditRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.AuditRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AuditRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.AuditRecord & osg.v1.AuditRecord.$Shape} AuditRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.AuditRecord & osg.v1.AuditRecord.$Shape;

            /**
             * Creates an AuditRecord message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AuditRecord
             */
            static fromObject(object: { [k: string]: any }): osg.v1.AuditRecord;

            /**
             * Creates a plain object from an AuditRecord message. Also converts values to other types if specified.
             * @param message AuditRecord
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.AuditRecord, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AuditRecord to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace AuditRecord {

            /** Properties of an AuditRecord. */
            interface $Properties {

                /** AuditRecord sequence */
                sequence?: (number|null);

                /** AuditRecord timeUnixUs */
                timeUnixUs?: (number|null);

                /** AuditRecord kind */
                kind?: (string|null);

                /** AuditRecord who */
                who?: (string|null);

                /** AuditRecord detail */
                detail?: (string|null);

                /** AuditRecord previous */
                previous?: (string|null);

                /** AuditRecord hash */
                hash?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AuditRecord. */
            type $Shape = osg.v1.AuditRecord.$Properties;
        }

        /**
         * Properties of a NodeReport.
         * @deprecated Use osg.v1.NodeReport.$Properties instead.
         */
        interface INodeReport extends osg.v1.NodeReport.$Properties {
        }

        /** Represents a NodeReport. */
        class NodeReport {

            /**
             * Constructs a new NodeReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.NodeReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeReport node. */
            node: string;

            /** NodeReport status. */
            status?: (osg.v1.AgentStatus.$Properties|null);

            /** NodeReport connected. */
            connected: boolean;

            /** NodeReport lastContactUnixUs. */
            lastContactUnixUs: number;

            /** NodeReport version. */
            version: string;

            /** NodeReport ready. */
            ready: boolean;

            /** NodeReport notReady. */
            notReady: string;

            /** NodeReport source. */
            source?: (osg.v1.SourceVersion.$Properties|null);

            /** NodeReport startedUnixUs. */
            startedUnixUs: number;

            /**
             * Creates a new NodeReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeReport instance
             */
            static create(properties: osg.v1.NodeReport.$Shape): osg.v1.NodeReport & osg.v1.NodeReport.$Shape;
            static create(properties?: osg.v1.NodeReport.$Properties): osg.v1.NodeReport;

            /**
             * Encodes the specified NodeReport message. Does not implicitly {@link osg.v1.NodeReport.verify|verify} messages.
             * @param message NodeReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.NodeReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.NodeReport & osg.v1.NodeReport.$Shape} NodeReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.NodeReport & osg.v1.NodeReport.$Shape;

            /**
             * Creates a NodeReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NodeReport
             */
            static fromObject(object: { [k: string]: any }): osg.v1.NodeReport;

            /**
             * Creates a plain object from a NodeReport message. Also converts values to other types if specified.
             * @param message NodeReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.NodeReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NodeReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace NodeReport {

            /** Properties of a NodeReport. */
            interface $Properties {

                /** NodeReport node */
                node?: (string|null);

                /** NodeReport status */
                status?: (osg.v1.AgentStatus.$Properties|null);

                /** NodeReport connected */
                connected?: (boolean|null);

                /** NodeReport lastContactUnixUs */
                lastContactUnixUs?: (number|null);

                /** NodeReport version */
                version?: (string|null);

                /** NodeReport ready */
                ready?: (boolean|null);

                /** NodeReport notReady */
                notReady?: (string|null);

                /** NodeReport source */
                source?: (osg.v1.SourceVersion.$Properties|null);

                /** NodeReport startedUnixUs */
                startedUnixUs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeReport. */
            type $Shape = osg.v1.NodeReport.$Properties;
        }

        /**
         * Properties of a VerifyRequest.
         * @deprecated Use osg.v1.VerifyRequest.$Properties instead.
         */
        interface IVerifyRequest extends osg.v1.VerifyRequest.$Properties {
        }

        /** Represents a VerifyRequest. */
        class VerifyRequest {

            /**
             * Constructs a new VerifyRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.VerifyRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new VerifyRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns VerifyRequest instance
             */
            static create(properties: osg.v1.VerifyRequest.$Shape): osg.v1.VerifyRequest & osg.v1.VerifyRequest.$Shape;
            static create(properties?: osg.v1.VerifyRequest.$Properties): osg.v1.VerifyRequest;

            /**
             * Encodes the specified VerifyRequest message. Does not implicitly {@link osg.v1.VerifyRequest.verify|verify} messages.
             * @param message VerifyRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.VerifyRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VerifyRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.VerifyRequest & osg.v1.VerifyRequest.$Shape} VerifyRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.VerifyRequest & osg.v1.VerifyRequest.$Shape;

            /**
             * Creates a VerifyRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns VerifyRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.VerifyRequest;

            /**
             * Creates a plain object from a VerifyRequest message. Also converts values to other types if specified.
             * @param message VerifyRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.VerifyRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this VerifyRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace VerifyRequest {

            /** Properties of a VerifyRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VerifyRequest. */
            type $Shape = osg.v1.VerifyRequest.$Properties;
        }

        /**
         * Properties of a VerifyReply.
         * @deprecated Use osg.v1.VerifyReply.$Properties instead.
         */
        interface IVerifyReply extends osg.v1.VerifyReply.$Properties {
        }

        /** Represents a VerifyReply. */
        class VerifyReply {

            /**
             * Constructs a new VerifyReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.VerifyReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VerifyReply equal. */
            equal: boolean;

            /** VerifyReply flows. */
            flows: number;

            /** VerifyReply differences. */
            differences: string[];

            /**
             * Creates a new VerifyReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns VerifyReply instance
             */
            static create(properties: osg.v1.VerifyReply.$Shape): osg.v1.VerifyReply & osg.v1.VerifyReply.$Shape;
            static create(properties?: osg.v1.VerifyReply.$Properties): osg.v1.VerifyReply;

            /**
             * Encodes the specified VerifyReply message. Does not implicitly {@link osg.v1.VerifyReply.verify|verify} messages.
             * @param message VerifyReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.VerifyReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VerifyReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.VerifyReply & osg.v1.VerifyReply.$Shape} VerifyReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.VerifyReply & osg.v1.VerifyReply.$Shape;

            /**
             * Creates a VerifyReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns VerifyReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.VerifyReply;

            /**
             * Creates a plain object from a VerifyReply message. Also converts values to other types if specified.
             * @param message VerifyReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.VerifyReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this VerifyReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace VerifyReply {

            /** Properties of a VerifyReply. */
            interface $Properties {

                /** VerifyReply equal */
                equal?: (boolean|null);

                /** VerifyReply flows */
                flows?: (number|null);

                /** VerifyReply differences */
                differences?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VerifyReply. */
            type $Shape = osg.v1.VerifyReply.$Properties;
        }

        /**
         * Properties of a ConntrackRequest.
         * @deprecated Use osg.v1.ConntrackRequest.$Properties instead.
         */
        interface IConntrackRequest extends osg.v1.ConntrackRequest.$Properties {
        }

        /** Represents a ConntrackRequest. */
        class ConntrackRequest {

            /**
             * Constructs a new ConntrackRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConntrackRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConntrackRequest endpoint. */
            endpoint: string;

            /** ConntrackRequest limit. */
            limit: number;

            /** ConntrackRequest flush. */
            flush: boolean;

            /** ConntrackRequest cursor. */
            cursor: string;

            /**
             * Creates a new ConntrackRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConntrackRequest instance
             */
            static create(properties: osg.v1.ConntrackRequest.$Shape): osg.v1.ConntrackRequest & osg.v1.ConntrackRequest.$Shape;
            static create(properties?: osg.v1.ConntrackRequest.$Properties): osg.v1.ConntrackRequest;

            /**
             * Encodes the specified ConntrackRequest message. Does not implicitly {@link osg.v1.ConntrackRequest.verify|verify} messages.
             * @param message ConntrackRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConntrackRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConntrackRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConntrackRequest & osg.v1.ConntrackRequest.$Shape} ConntrackRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConntrackRequest & osg.v1.ConntrackRequest.$Shape;

            /**
             * Creates a ConntrackRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConntrackRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConntrackRequest;

            /**
             * Creates a plain object from a ConntrackRequest message. Also converts values to other types if specified.
             * @param message ConntrackRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConntrackRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConntrackRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConntrackRequest {

            /** Properties of a ConntrackRequest. */
            interface $Properties {

                /** ConntrackRequest endpoint */
                endpoint?: (string|null);

                /** ConntrackRequest limit */
                limit?: (number|null);

                /** ConntrackRequest flush */
                flush?: (boolean|null);

                /** ConntrackRequest cursor */
                cursor?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConntrackRequest. */
            type $Shape = osg.v1.ConntrackRequest.$Properties;
        }

        /**
         * Properties of a ConntrackReply.
         * @deprecated Use osg.v1.ConntrackReply.$Properties instead.
         */
        interface IConntrackReply extends osg.v1.ConntrackReply.$Properties {
        }

        /** Represents a ConntrackReply. */
        class ConntrackReply {

            /**
             * Constructs a new ConntrackReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConntrackReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConntrackReply flows. */
            flows: osg.v1.ConntrackFlow.$Properties[];

            /** ConntrackReply tables. */
            tables: osg.v1.ConntrackTable.$Properties[];

            /** ConntrackReply truncated. */
            truncated: boolean;

            /** ConntrackReply next. */
            next: string;

            /**
             * Creates a new ConntrackReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConntrackReply instance
             */
            static create(properties: osg.v1.ConntrackReply.$Shape): osg.v1.ConntrackReply & osg.v1.ConntrackReply.$Shape;
            static create(properties?: osg.v1.ConntrackReply.$Properties): osg.v1.ConntrackReply;

            /**
             * Encodes the specified ConntrackReply message. Does not implicitly {@link osg.v1.ConntrackReply.verify|verify} messages.
             * @param message ConntrackReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConntrackReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConntrackReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConntrackReply & osg.v1.ConntrackReply.$Shape} ConntrackReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConntrackReply & osg.v1.ConntrackReply.$Shape;

            /**
             * Creates a ConntrackReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConntrackReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConntrackReply;

            /**
             * Creates a plain object from a ConntrackReply message. Also converts values to other types if specified.
             * @param message ConntrackReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConntrackReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConntrackReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConntrackReply {

            /** Properties of a ConntrackReply. */
            interface $Properties {

                /** ConntrackReply flows */
                flows?: (osg.v1.ConntrackFlow.$Properties[]|null);

                /** ConntrackReply tables */
                tables?: (osg.v1.ConntrackTable.$Properties[]|null);

                /** ConntrackReply truncated */
                truncated?: (boolean|null);

                /** ConntrackReply next */
                next?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConntrackReply. */
            type $Shape = osg.v1.ConntrackReply.$Properties;
        }

        /**
         * Properties of a ConntrackFlow.
         * @deprecated Use osg.v1.ConntrackFlow.$Properties instead.
         */
        interface IConntrackFlow extends osg.v1.ConntrackFlow.$Properties {
        }

        /** Represents a ConntrackFlow. */
        class ConntrackFlow {

            /**
             * Constructs a new ConntrackFlow.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConntrackFlow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConntrackFlow endpoint. */
            endpoint: string;

            /** ConntrackFlow egress. */
            egress: boolean;

            /** ConntrackFlow protocol. */
            protocol: number;

            /** ConntrackFlow own. */
            own: string;

            /** ConntrackFlow ownPort. */
            ownPort: number;

            /** ConntrackFlow peer. */
            peer: string;

            /** ConntrackFlow peerPort. */
            peerPort: number;

            /** ConntrackFlow state. */
            state: osg.v1.ConntrackState;

            /** ConntrackFlow revoked. */
            revoked: boolean;

            /** ConntrackFlow fromNode. */
            fromNode: boolean;

            /** ConntrackFlow recovered. */
            recovered: boolean;

            /** ConntrackFlow rule. */
            rule: string;

            /** ConntrackFlow expiresInMs. */
            expiresInMs: number;

            /** ConntrackFlow ageMs. */
            ageMs: number;

            /**
             * Creates a new ConntrackFlow instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConntrackFlow instance
             */
            static create(properties: osg.v1.ConntrackFlow.$Shape): osg.v1.ConntrackFlow & osg.v1.ConntrackFlow.$Shape;
            static create(properties?: osg.v1.ConntrackFlow.$Properties): osg.v1.ConntrackFlow;

            /**
             * Encodes the specified ConntrackFlow message. Does not implicitly {@link osg.v1.ConntrackFlow.verify|verify} messages.
             * @param message ConntrackFlow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConntrackFlow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConntrackFlow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConntrackFlow & osg.v1.ConntrackFlow.$Shape} ConntrackFlow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConntrackFlow & osg.v1.ConntrackFlow.$Shape;

            /**
             * Creates a ConntrackFlow message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConntrackFlow
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConntrackFlow;

            /**
             * Creates a plain object from a ConntrackFlow message. Also converts values to other types if specified.
             * @param message ConntrackFlow
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConntrackFlow, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConntrackFlow to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConntrackFlow {

            /** Properties of a ConntrackFlow. */
            interface $Properties {

                /** ConntrackFlow endpoint */
                endpoint?: (string|null);

                /** ConntrackFlow egress */
                egress?: (boolean|null);

                /** ConntrackFlow protocol */
                protocol?: (number|null);

                /** ConntrackFlow own */
                own?: (string|null);

                /** ConntrackFlow ownPort */
                ownPort?: (number|null);

                /** ConntrackFlow peer */
                peer?: (string|null);

                /** ConntrackFlow peerPort */
                peerPort?: (number|null);

                /** ConntrackFlow state */
                state?: (osg.v1.ConntrackState|null);

                /** ConntrackFlow revoked */
                revoked?: (boolean|null);

                /** ConntrackFlow fromNode */
                fromNode?: (boolean|null);

                /** ConntrackFlow recovered */
                recovered?: (boolean|null);

                /** ConntrackFlow rule */
                rule?: (string|null);

                /** ConntrackFlow expiresInMs */
                expiresInMs?: (number|null);

                /** ConntrackFlow ageMs */
                ageMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConntrackFlow. */
            type $Shape = osg.v1.ConntrackFlow.$Properties;
        }

        /**
         * Properties of a ConntrackTable.
         * @deprecated Use osg.v1.ConntrackTable.$Properties instead.
         */
        interface IConntrackTable extends osg.v1.ConntrackTable.$Properties {
        }

        /** Represents a ConntrackTable. */
        class ConntrackTable {

            /**
             * Constructs a new ConntrackTable.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConntrackTable.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConntrackTable endpoint. */
            endpoint: string;

            /** ConntrackTable live. */
            live: number;

            /** ConntrackTable revoked. */
            revoked: number;

            /** ConntrackTable capacity. */
            capacity: number;

            /** ConntrackTable removed. */
            removed: number;

            /** ConntrackTable created. */
            created: number;

            /** ConntrackTable full. */
            full: number;

            /**
             * Creates a new ConntrackTable instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConntrackTable instance
             */
            static create(properties: osg.v1.ConntrackTable.$Shape): osg.v1.ConntrackTable & osg.v1.ConntrackTable.$Shape;
            static create(properties?: osg.v1.ConntrackTable.$Properties): osg.v1.ConntrackTable;

            /**
             * Encodes the specified ConntrackTable message. Does not implicitly {@link osg.v1.ConntrackTable.verify|verify} messages.
             * @param message ConntrackTable message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConntrackTable.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConntrackTable message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConntrackTable & osg.v1.ConntrackTable.$Shape} ConntrackTable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConntrackTable & osg.v1.ConntrackTable.$Shape;

            /**
             * Creates a ConntrackTable message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConntrackTable
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConntrackTable;

            /**
             * Creates a plain object from a ConntrackTable message. Also converts values to other types if specified.
             * @param message ConntrackTable
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConntrackTable, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConntrackTable to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConntrackTable {

            /** Properties of a ConntrackTable. */
            interface $Properties {

                /** ConntrackTable endpoint */
                endpoint?: (string|null);

                /** ConntrackTable live */
                live?: (number|null);

                /** ConntrackTable revoked */
                revoked?: (number|null);

                /** ConntrackTable capacity */
                capacity?: (number|null);

                /** ConntrackTable removed */
                removed?: (number|null);

                /** ConntrackTable created */
                created?: (number|null);

                /** ConntrackTable full */
                full?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConntrackTable. */
            type $Shape = osg.v1.ConntrackTable.$Properties;
        }

        /**
         * Properties of a ConversationsRequest.
         * @deprecated Use osg.v1.ConversationsRequest.$Properties instead.
         */
        interface IConversationsRequest extends osg.v1.ConversationsRequest.$Properties {
        }

        /** Represents a ConversationsRequest. */
        class ConversationsRequest {

            /**
             * Constructs a new ConversationsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConversationsRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConversationsRequest endpoint. */
            endpoint: string;

            /** ConversationsRequest limit. */
            limit: number;

            /** ConversationsRequest cursor. */
            cursor: string;

            /**
             * Creates a new ConversationsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConversationsRequest instance
             */
            static create(properties: osg.v1.ConversationsRequest.$Shape): osg.v1.ConversationsRequest & osg.v1.ConversationsRequest.$Shape;
            static create(properties?: osg.v1.ConversationsRequest.$Properties): osg.v1.ConversationsRequest;

            /**
             * Encodes the specified ConversationsRequest message. Does not implicitly {@link osg.v1.ConversationsRequest.verify|verify} messages.
             * @param message ConversationsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConversationsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConversationsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConversationsRequest & osg.v1.ConversationsRequest.$Shape} ConversationsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConversationsRequest & osg.v1.ConversationsRequest.$Shape;

            /**
             * Creates a ConversationsRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConversationsRequest
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConversationsRequest;

            /**
             * Creates a plain object from a ConversationsRequest message. Also converts values to other types if specified.
             * @param message ConversationsRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConversationsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConversationsRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConversationsRequest {

            /** Properties of a ConversationsRequest. */
            interface $Properties {

                /** ConversationsRequest endpoint */
                endpoint?: (string|null);

                /** ConversationsRequest limit */
                limit?: (number|null);

                /** ConversationsRequest cursor */
                cursor?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConversationsRequest. */
            type $Shape = osg.v1.ConversationsRequest.$Properties;
        }

        /**
         * Properties of a ConversationsReply.
         * @deprecated Use osg.v1.ConversationsReply.$Properties instead.
         */
        interface IConversationsReply extends osg.v1.ConversationsReply.$Properties {
        }

        /** Represents a ConversationsReply. */
        class ConversationsReply {

            /**
             * Constructs a new ConversationsReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.ConversationsReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConversationsReply records. */
            records: osg.v1.FlowRecord.$Properties[];

            /** ConversationsReply sampleRate. */
            sampleRate: number;

            /** ConversationsReply truncated. */
            truncated: boolean;

            /** ConversationsReply next. */
            next: string;

            /**
             * Creates a new ConversationsReply instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConversationsReply instance
             */
            static create(properties: osg.v1.ConversationsReply.$Shape): osg.v1.ConversationsReply & osg.v1.ConversationsReply.$Shape;
            static create(properties?: osg.v1.ConversationsReply.$Properties): osg.v1.ConversationsReply;

            /**
             * Encodes the specified ConversationsReply message. Does not implicitly {@link osg.v1.ConversationsReply.verify|verify} messages.
             * @param message ConversationsReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.ConversationsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConversationsReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.ConversationsReply & osg.v1.ConversationsReply.$Shape} ConversationsReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.ConversationsReply & osg.v1.ConversationsReply.$Shape;

            /**
             * Creates a ConversationsReply message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConversationsReply
             */
            static fromObject(object: { [k: string]: any }): osg.v1.ConversationsReply;

            /**
             * Creates a plain object from a ConversationsReply message. Also converts values to other types if specified.
             * @param message ConversationsReply
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.ConversationsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConversationsReply to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConversationsReply {

            /** Properties of a ConversationsReply. */
            interface $Properties {

                /** ConversationsReply records */
                records?: (osg.v1.FlowRecord.$Properties[]|null);

                /** ConversationsReply sampleRate */
                sampleRate?: (number|null);

                /** ConversationsReply truncated */
                truncated?: (boolean|null);

                /** ConversationsReply next */
                next?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConversationsReply. */
            type $Shape = osg.v1.ConversationsReply.$Properties;
        }
    }
}
