// Code generated from proto/ by npm run gen. DO NOT EDIT.
import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace osg. */
export namespace osg {

    /** Namespace v1. */
    namespace v1 {

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

            /** AgentMessage body. */
            body?: ("hello"|"ack"|"nack"|"status");

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
             * Encodes the specified AgentMessage message, length delimited. Does not implicitly {@link osg.v1.AgentMessage.verify|verify} messages.
             * @param message AgentMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.AgentMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an AgentMessage message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape;

            /**
             * Verifies an AgentMessage message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for AgentMessage
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** AgentMessage body */
                body?: ("hello"|"ack"|"nack"|"status");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of an AgentMessage. */
            type $Shape = {
              hello?: osg.v1.Hello.$Shape|null;
              ack?: osg.v1.Ack.$Shape|null;
              nack?: osg.v1.Nack.$Shape|null;
              status?: osg.v1.AgentStatus.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; ack?: null; nack?: null; status?: null }|{ body?: "hello"; hello: osg.v1.Hello.$Shape; ack?: null; nack?: null; status?: null }|{ body?: "ack"; hello?: null; ack: osg.v1.Ack.$Shape; nack?: null; status?: null }|{ body?: "nack"; hello?: null; ack?: null; nack: osg.v1.Nack.$Shape; status?: null }|{ body?: "status"; hello?: null; ack?: null; nack?: null; status: osg.v1.AgentStatus.$Shape })
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
             * Encodes the specified Hello message, length delimited. Does not implicitly {@link osg.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Hello message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Hello & osg.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Hello & osg.v1.Hello.$Shape;

            /**
             * Verifies a Hello message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Hello
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified TableBudget message, length delimited. Does not implicitly {@link osg.v1.TableBudget.verify|verify} messages.
             * @param message TableBudget message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.TableBudget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a TableBudget message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.TableBudget & osg.v1.TableBudget.$Shape} TableBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.TableBudget & osg.v1.TableBudget.$Shape;

            /**
             * Verifies a TableBudget message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for TableBudget
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

            /** ControllerMessage body. */
            body?: ("snapshot"|"delta");

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
             * Encodes the specified ControllerMessage message, length delimited. Does not implicitly {@link osg.v1.ControllerMessage.verify|verify} messages.
             * @param message ControllerMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.ControllerMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a ControllerMessage message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape} ControllerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape;

            /**
             * Verifies a ControllerMessage message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for ControllerMessage
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** ControllerMessage body */
                body?: ("snapshot"|"delta");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ControllerMessage. */
            type $Shape = {
              nonce?: number|null;
              snapshot?: osg.v1.SnapshotChunk.$Shape|null;
              delta?: osg.v1.Delta.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; snapshot?: null; delta?: null }|{ body?: "snapshot"; snapshot: osg.v1.SnapshotChunk.$Shape; delta?: null }|{ body?: "delta"; snapshot?: null; delta: osg.v1.Delta.$Shape })
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
             * Encodes the specified SnapshotChunk message, length delimited. Does not implicitly {@link osg.v1.SnapshotChunk.verify|verify} messages.
             * @param message SnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.SnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a SnapshotChunk message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape;

            /**
             * Verifies a SnapshotChunk message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for SnapshotChunk
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Delta message, length delimited. Does not implicitly {@link osg.v1.Delta.verify|verify} messages.
             * @param message Delta message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Delta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Delta message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Delta & osg.v1.Delta.$Shape} Delta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Delta & osg.v1.Delta.$Shape;

            /**
             * Verifies a Delta message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Delta
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified SourceVersion message, length delimited. Does not implicitly {@link osg.v1.SourceVersion.verify|verify} messages.
             * @param message SourceVersion message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.SourceVersion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a SourceVersion message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape} SourceVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape;

            /**
             * Verifies a SourceVersion message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for SourceVersion
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Ack message, length delimited. Does not implicitly {@link osg.v1.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an Ack message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Ack & osg.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Ack & osg.v1.Ack.$Shape;

            /**
             * Verifies an Ack message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Ack
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
            code: string;

            /** Nack object. */
            object: string;

            /** Nack field. */
            field: string;

            /** Nack reason. */
            reason: string;

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
             * Encodes the specified Nack message, length delimited. Does not implicitly {@link osg.v1.Nack.verify|verify} messages.
             * @param message Nack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Nack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Nack message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Nack & osg.v1.Nack.$Shape} Nack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Nack & osg.v1.Nack.$Shape;

            /**
             * Verifies a Nack message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Nack
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Nack {

            /** Properties of a Nack. */
            interface $Properties {

                /** Nack nonce */
                nonce?: (number|null);

                /** Nack revision */
                revision?: (number|null);

                /** Nack code */
                code?: (string|null);

                /** Nack object */
                object?: (string|null);

                /** Nack field */
                field?: (string|null);

                /** Nack reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Nack. */
            type $Shape = osg.v1.Nack.$Properties;
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

            /** AgentStatus figures. */
            figures: osg.v1.Figure.$Properties[];

            /** AgentStatus lastError. */
            lastError: string;

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
             * Encodes the specified AgentStatus message, length delimited. Does not implicitly {@link osg.v1.AgentStatus.verify|verify} messages.
             * @param message AgentStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.AgentStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an AgentStatus message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape} AgentStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape;

            /**
             * Verifies an AgentStatus message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for AgentStatus
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** AgentStatus figures */
                figures?: (osg.v1.Figure.$Properties[]|null);

                /** AgentStatus lastError */
                lastError?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentStatus. */
            type $Shape = osg.v1.AgentStatus.$Properties;
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
            state: string;

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
             * Encodes the specified EndpointStatus message, length delimited. Does not implicitly {@link osg.v1.EndpointStatus.verify|verify} messages.
             * @param message EndpointStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.EndpointStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an EndpointStatus message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape} EndpointStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape;

            /**
             * Verifies an EndpointStatus message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for EndpointStatus
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace EndpointStatus {

            /** Properties of an EndpointStatus. */
            interface $Properties {

                /** EndpointStatus id */
                id?: (string|null);

                /** EndpointStatus state */
                state?: (string|null);

                /** EndpointStatus detail */
                detail?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EndpointStatus. */
            type $Shape = osg.v1.EndpointStatus.$Properties;
        }

        /**
         * Properties of a Figure.
         * @deprecated Use osg.v1.Figure.$Properties instead.
         */
        interface IFigure extends osg.v1.Figure.$Properties {
        }

        /** Represents a Figure. */
        class Figure {

            /**
             * Constructs a new Figure.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.Figure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Figure name. */
            name: string;

            /** Figure value. */
            value: number;

            /**
             * Creates a new Figure instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Figure instance
             */
            static create(properties: osg.v1.Figure.$Shape): osg.v1.Figure & osg.v1.Figure.$Shape;
            static create(properties?: osg.v1.Figure.$Properties): osg.v1.Figure;

            /**
             * Encodes the specified Figure message. Does not implicitly {@link osg.v1.Figure.verify|verify} messages.
             * @param message Figure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.Figure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Figure message, length delimited. Does not implicitly {@link osg.v1.Figure.verify|verify} messages.
             * @param message Figure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Figure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Figure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.Figure & osg.v1.Figure.$Shape} Figure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.Figure & osg.v1.Figure.$Shape;

            /**
             * Decodes a Figure message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Figure & osg.v1.Figure.$Shape} Figure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Figure & osg.v1.Figure.$Shape;

            /**
             * Verifies a Figure message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Figure message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Figure
             */
            static fromObject(object: { [k: string]: any }): osg.v1.Figure;

            /**
             * Creates a plain object from a Figure message. Also converts values to other types if specified.
             * @param message Figure
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.Figure, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Figure to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Figure
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Figure {

            /** Properties of a Figure. */
            interface $Properties {

                /** Figure name */
                name?: (string|null);

                /** Figure value */
                value?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Figure. */
            type $Shape = osg.v1.Figure.$Properties;
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
             * Encodes the specified NodeViewPart message, length delimited. Does not implicitly {@link osg.v1.NodeViewPart.verify|verify} messages.
             * @param message NodeViewPart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.NodeViewPart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a NodeViewPart message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape} NodeViewPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape;

            /**
             * Verifies a NodeViewPart message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for NodeViewPart
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeViewPart. */
            type $Shape = osg.v1.NodeViewPart.$Properties;
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
             * Encodes the specified Endpoint message, length delimited. Does not implicitly {@link osg.v1.Endpoint.verify|verify} messages.
             * @param message Endpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Endpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an Endpoint message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Endpoint & osg.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Endpoint & osg.v1.Endpoint.$Shape;

            /**
             * Verifies an Endpoint message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Endpoint
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Endpoint. */
            type $Shape = osg.v1.Endpoint.$Properties;
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
             * Encodes the specified Attach message, length delimited. Does not implicitly {@link osg.v1.Attach.verify|verify} messages.
             * @param message Attach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Attach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an Attach message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Attach & osg.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Attach & osg.v1.Attach.$Shape;

            /**
             * Verifies an Attach message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Attach
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Prefix message, length delimited. Does not implicitly {@link osg.v1.Prefix.verify|verify} messages.
             * @param message Prefix message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Prefix.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Prefix message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Prefix & osg.v1.Prefix.$Shape} Prefix
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Prefix & osg.v1.Prefix.$Shape;

            /**
             * Verifies a Prefix message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Prefix
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified AddressSet message, length delimited. Does not implicitly {@link osg.v1.AddressSet.verify|verify} messages.
             * @param message AddressSet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.AddressSet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an AddressSet message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.AddressSet & osg.v1.AddressSet.$Shape} AddressSet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.AddressSet & osg.v1.AddressSet.$Shape;

            /**
             * Verifies an AddressSet message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for AddressSet
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified SetChange message, length delimited. Does not implicitly {@link osg.v1.SetChange.verify|verify} messages.
             * @param message SetChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.SetChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a SetChange message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.SetChange & osg.v1.SetChange.$Shape} SetChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.SetChange & osg.v1.SetChange.$Shape;

            /**
             * Verifies a SetChange message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for SetChange
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Source message, length delimited. Does not implicitly {@link osg.v1.Source.verify|verify} messages.
             * @param message Source message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Source.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Source message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Source & osg.v1.Source.$Shape} Source
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Source & osg.v1.Source.$Shape;

            /**
             * Verifies a Source message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Source
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Source {

            /** Properties of a Source. */
            interface $Properties {

                /** Source file */
                file?: (string|null);

                /** Source line */
                line?: (number|null);

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
             * Encodes the specified NodePolicy message, length delimited. Does not implicitly {@link osg.v1.NodePolicy.verify|verify} messages.
             * @param message NodePolicy message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.NodePolicy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a NodePolicy message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape} NodePolicy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape;

            /**
             * Verifies a NodePolicy message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for NodePolicy
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Rule message, length delimited. Does not implicitly {@link osg.v1.Rule.verify|verify} messages.
             * @param message Rule message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Rule.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Rule message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Rule & osg.v1.Rule.$Shape} Rule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Rule & osg.v1.Rule.$Shape;

            /**
             * Verifies a Rule message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Rule
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Match message, length delimited. Does not implicitly {@link osg.v1.Match.verify|verify} messages.
             * @param message Match message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Match.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Match message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Match & osg.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Match & osg.v1.Match.$Shape;

            /**
             * Verifies a Match message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Match
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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
             * Encodes the specified Port message, length delimited. Does not implicitly {@link osg.v1.Port.verify|verify} messages.
             * @param message Port message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Port.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a Port message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Port & osg.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Port & osg.v1.Port.$Shape;

            /**
             * Verifies a Port message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Port
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

            /** ReportBatch bootId. */
            bootId: string;

            /** ReportBatch sequence. */
            sequence: number;

            /** ReportBatch events. */
            events: osg.v1.DenyEvent.$Properties[];

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
             * Encodes the specified ReportBatch message, length delimited. Does not implicitly {@link osg.v1.ReportBatch.verify|verify} messages.
             * @param message ReportBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.ReportBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a ReportBatch message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape} ReportBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape;

            /**
             * Verifies a ReportBatch message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for ReportBatch
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ReportBatch {

            /** Properties of a ReportBatch. */
            interface $Properties {

                /** ReportBatch node */
                node?: (string|null);

                /** ReportBatch bootId */
                bootId?: (string|null);

                /** ReportBatch sequence */
                sequence?: (number|null);

                /** ReportBatch events */
                events?: (osg.v1.DenyEvent.$Properties[]|null);

                /** ReportBatch accounting */
                accounting?: (osg.v1.Accounting.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ReportBatch. */
            type $Shape = osg.v1.ReportBatch.$Properties;
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
             * Encodes the specified ReportAck message, length delimited. Does not implicitly {@link osg.v1.ReportAck.verify|verify} messages.
             * @param message ReportAck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.ReportAck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a ReportAck message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.ReportAck & osg.v1.ReportAck.$Shape} ReportAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.ReportAck & osg.v1.ReportAck.$Shape;

            /**
             * Verifies a ReportAck message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for ReportAck
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ReportAck {

            /** Properties of a ReportAck. */
            interface $Properties {

                /** ReportAck sequence */
                sequence?: (number|null);

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

            /** Accounting droppedQueue. */
            droppedQueue: number;

            /** Accounting droppedSpool. */
            droppedSpool: number;

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
             * Encodes the specified Accounting message, length delimited. Does not implicitly {@link osg.v1.Accounting.verify|verify} messages.
             * @param message Accounting message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.Accounting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes an Accounting message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.Accounting & osg.v1.Accounting.$Shape} Accounting
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.Accounting & osg.v1.Accounting.$Shape;

            /**
             * Verifies an Accounting message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for Accounting
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
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

                /** Accounting droppedQueue */
                droppedQueue?: (number|null);

                /** Accounting droppedSpool */
                droppedSpool?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Accounting. */
            type $Shape = osg.v1.Accounting.$Properties;
        }

        /**
         * Properties of a DenyEvent.
         * @deprecated Use osg.v1.DenyEvent.$Properties instead.
         */
        interface IDenyEvent extends osg.v1.DenyEvent.$Properties {
        }

        /** Represents a DenyEvent. */
        class DenyEvent {

            /**
             * Constructs a new DenyEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DenyEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DenyEvent endpoint. */
            endpoint: string;

            /** DenyEvent namespace. */
            namespace: string;

            /** DenyEvent workload. */
            workload: string;

            /** DenyEvent egress. */
            egress: boolean;

            /** DenyEvent verdict. */
            verdict: string;

            /** DenyEvent reason. */
            reason: string;

            /** DenyEvent rule. */
            rule: string;

            /** DenyEvent policy. */
            policy: string;

            /** DenyEvent owner. */
            owner: string;

            /** DenyEvent file. */
            file: string;

            /** DenyEvent line. */
            line: number;

            /** DenyEvent isolatedBy. */
            isolatedBy: string[];

            /** DenyEvent source. */
            source: Uint8Array;

            /** DenyEvent destination. */
            destination: Uint8Array;

            /** DenyEvent sourcePort. */
            sourcePort: number;

            /** DenyEvent destinationPort. */
            destinationPort: number;

            /** DenyEvent protocol. */
            protocol: number;

            /** DenyEvent tcpFlags. */
            tcpFlags: number;

            /** DenyEvent hasIcmp. */
            hasIcmp: boolean;

            /** DenyEvent icmpType. */
            icmpType: number;

            /** DenyEvent icmpCode. */
            icmpCode: number;

            /** DenyEvent revision. */
            revision: number;

            /** DenyEvent sourceVersion. */
            sourceVersion: string;

            /** DenyEvent packets. */
            packets: number;

            /** DenyEvent bytes. */
            bytes: number;

            /** DenyEvent firstSeenUnixUs. */
            firstSeenUnixUs: number;

            /** DenyEvent lastSeenUnixUs. */
            lastSeenUnixUs: number;

            /** DenyEvent tier. */
            tier: string;

            /** DenyEvent node. */
            node: string;

            /** DenyEvent peer. */
            peer: string;

            /** DenyEvent id. */
            id: number;

            /** DenyEvent kind. */
            kind: string;

            /** DenyEvent ticket. */
            ticket: string;

            /** DenyEvent runbook. */
            runbook: string;

            /** DenyEvent ruleReason. */
            ruleReason: string;

            /**
             * Creates a new DenyEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DenyEvent instance
             */
            static create(properties: osg.v1.DenyEvent.$Shape): osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape;
            static create(properties?: osg.v1.DenyEvent.$Properties): osg.v1.DenyEvent;

            /**
             * Encodes the specified DenyEvent message. Does not implicitly {@link osg.v1.DenyEvent.verify|verify} messages.
             * @param message DenyEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DenyEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified DenyEvent message, length delimited. Does not implicitly {@link osg.v1.DenyEvent.verify|verify} messages.
             * @param message DenyEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.DenyEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DenyEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape} DenyEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape;

            /**
             * Decodes a DenyEvent message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape} DenyEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape;

            /**
             * Verifies a DenyEvent message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a DenyEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DenyEvent
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DenyEvent;

            /**
             * Creates a plain object from a DenyEvent message. Also converts values to other types if specified.
             * @param message DenyEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DenyEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DenyEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for DenyEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DenyEvent {

            /** Properties of a DenyEvent. */
            interface $Properties {

                /** DenyEvent endpoint */
                endpoint?: (string|null);

                /** DenyEvent namespace */
                namespace?: (string|null);

                /** DenyEvent workload */
                workload?: (string|null);

                /** DenyEvent egress */
                egress?: (boolean|null);

                /** DenyEvent verdict */
                verdict?: (string|null);

                /** DenyEvent reason */
                reason?: (string|null);

                /** DenyEvent rule */
                rule?: (string|null);

                /** DenyEvent policy */
                policy?: (string|null);

                /** DenyEvent owner */
                owner?: (string|null);

                /** DenyEvent file */
                file?: (string|null);

                /** DenyEvent line */
                line?: (number|null);

                /** DenyEvent isolatedBy */
                isolatedBy?: (string[]|null);

                /** DenyEvent source */
                source?: (Uint8Array|null);

                /** DenyEvent destination */
                destination?: (Uint8Array|null);

                /** DenyEvent sourcePort */
                sourcePort?: (number|null);

                /** DenyEvent destinationPort */
                destinationPort?: (number|null);

                /** DenyEvent protocol */
                protocol?: (number|null);

                /** DenyEvent tcpFlags */
                tcpFlags?: (number|null);

                /** DenyEvent hasIcmp */
                hasIcmp?: (boolean|null);

                /** DenyEvent icmpType */
                icmpType?: (number|null);

                /** DenyEvent icmpCode */
                icmpCode?: (number|null);

                /** DenyEvent revision */
                revision?: (number|null);

                /** DenyEvent sourceVersion */
                sourceVersion?: (string|null);

                /** DenyEvent packets */
                packets?: (number|null);

                /** DenyEvent bytes */
                bytes?: (number|null);

                /** DenyEvent firstSeenUnixUs */
                firstSeenUnixUs?: (number|null);

                /** DenyEvent lastSeenUnixUs */
                lastSeenUnixUs?: (number|null);

                /** DenyEvent tier */
                tier?: (string|null);

                /** DenyEvent node */
                node?: (string|null);

                /** DenyEvent peer */
                peer?: (string|null);

                /** DenyEvent id */
                id?: (number|null);

                /** DenyEvent kind */
                kind?: (string|null);

                /** DenyEvent ticket */
                ticket?: (string|null);

                /** DenyEvent runbook */
                runbook?: (string|null);

                /** DenyEvent ruleReason */
                ruleReason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DenyEvent. */
            type $Shape = osg.v1.DenyEvent.$Properties;
        }

        /**
         * Properties of a DenyQuery.
         * @deprecated Use osg.v1.DenyQuery.$Properties instead.
         */
        interface IDenyQuery extends osg.v1.DenyQuery.$Properties {
        }

        /** Represents a DenyQuery. */
        class DenyQuery {

            /**
             * Constructs a new DenyQuery.
             * @param [properties] Properties to set
             */
            constructor(properties?: osg.v1.DenyQuery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DenyQuery sinceUnixUs. */
            sinceUnixUs: number;

            /** DenyQuery untilUnixUs. */
            untilUnixUs: number;

            /** DenyQuery last. */
            last: number;

            /** DenyQuery verdict. */
            verdict: string[];

            /** DenyQuery namespace. */
            namespace: string[];

            /** DenyQuery pod. */
            pod: string[];

            /** DenyQuery fromPod. */
            fromPod: string[];

            /** DenyQuery toPod. */
            toPod: string[];

            /** DenyQuery fromNamespace. */
            fromNamespace: string[];

            /** DenyQuery toNamespace. */
            toNamespace: string[];

            /** DenyQuery fromIp. */
            fromIp: string[];

            /** DenyQuery toIp. */
            toIp: string[];

            /** DenyQuery port. */
            port: number[];

            /** DenyQuery protocol. */
            protocol: string[];

            /** DenyQuery node. */
            node: string[];

            /** DenyQuery rule. */
            rule: string[];

            /** DenyQuery group. */
            group: string[];

            /** DenyQuery owner. */
            owner: string[];

            /** DenyQuery direction. */
            direction: string[];

            /** DenyQuery reason. */
            reason: string[];

            /** DenyQuery not. */
            not?: (osg.v1.DenyQuery.$Properties|null);

            /**
             * Creates a new DenyQuery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DenyQuery instance
             */
            static create(properties: osg.v1.DenyQuery.$Shape): osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape;
            static create(properties?: osg.v1.DenyQuery.$Properties): osg.v1.DenyQuery;

            /**
             * Encodes the specified DenyQuery message. Does not implicitly {@link osg.v1.DenyQuery.verify|verify} messages.
             * @param message DenyQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: osg.v1.DenyQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified DenyQuery message, length delimited. Does not implicitly {@link osg.v1.DenyQuery.verify|verify} messages.
             * @param message DenyQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.DenyQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DenyQuery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape} DenyQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape;

            /**
             * Decodes a DenyQuery message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape} DenyQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape;

            /**
             * Verifies a DenyQuery message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a DenyQuery message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DenyQuery
             */
            static fromObject(object: { [k: string]: any }): osg.v1.DenyQuery;

            /**
             * Creates a plain object from a DenyQuery message. Also converts values to other types if specified.
             * @param message DenyQuery
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: osg.v1.DenyQuery, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DenyQuery to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for DenyQuery
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace DenyQuery {

            /** Properties of a DenyQuery. */
            interface $Properties {

                /** DenyQuery sinceUnixUs */
                sinceUnixUs?: (number|null);

                /** DenyQuery untilUnixUs */
                untilUnixUs?: (number|null);

                /** DenyQuery last */
                last?: (number|null);

                /** DenyQuery verdict */
                verdict?: (string[]|null);

                /** DenyQuery namespace */
                namespace?: (string[]|null);

                /** DenyQuery pod */
                pod?: (string[]|null);

                /** DenyQuery fromPod */
                fromPod?: (string[]|null);

                /** DenyQuery toPod */
                toPod?: (string[]|null);

                /** DenyQuery fromNamespace */
                fromNamespace?: (string[]|null);

                /** DenyQuery toNamespace */
                toNamespace?: (string[]|null);

                /** DenyQuery fromIp */
                fromIp?: (string[]|null);

                /** DenyQuery toIp */
                toIp?: (string[]|null);

                /** DenyQuery port */
                port?: (number[]|null);

                /** DenyQuery protocol */
                protocol?: (string[]|null);

                /** DenyQuery node */
                node?: (string[]|null);

                /** DenyQuery rule */
                rule?: (string[]|null);

                /** DenyQuery group */
                group?: (string[]|null);

                /** DenyQuery owner */
                owner?: (string[]|null);

                /** DenyQuery direction */
                direction?: (string[]|null);

                /** DenyQuery reason */
                reason?: (string[]|null);

                /** DenyQuery not */
                not?: (osg.v1.DenyQuery.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DenyQuery. */
            type $Shape = osg.v1.DenyQuery.$Properties;
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
            filter?: (osg.v1.DenyQuery.$Properties|null);

            /** TopRequest by. */
            by: string;

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
             * Encodes the specified TopRequest message, length delimited. Does not implicitly {@link osg.v1.TopRequest.verify|verify} messages.
             * @param message TopRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.TopRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a TopRequest message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.TopRequest & osg.v1.TopRequest.$Shape} TopRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.TopRequest & osg.v1.TopRequest.$Shape;

            /**
             * Verifies a TopRequest message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for TopRequest
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace TopRequest {

            /** Properties of a TopRequest. */
            interface $Properties {

                /** TopRequest filter */
                filter?: (osg.v1.DenyQuery.$Properties|null);

                /** TopRequest by */
                by?: (string|null);

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
             * Encodes the specified TopReply message, length delimited. Does not implicitly {@link osg.v1.TopReply.verify|verify} messages.
             * @param message TopReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: osg.v1.TopReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
             * Decodes a TopReply message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {osg.v1.TopReply & osg.v1.TopReply.$Shape} TopReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.TopReply & osg.v1.TopReply.$Shape;

            /**
             * Verifies a TopReply message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

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

            /**
             * Gets the type url for TopReply
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace TopReply {

            /** Properties of a TopReply. */
            interface $Properties {

                /** TopReply rows */
                rows?: (osg.v1.TopReply.Row.$Properties[]|null);

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
                 * Encodes the specified Row message, length delimited. Does not implicitly {@link osg.v1.TopReply.Row.verify|verify} messages.
                 * @param message Row message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: osg.v1.TopReply.Row.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

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
                 * Decodes a Row message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape} Row
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape;

                /**
                 * Verifies a Row message.
                 * @param message Plain object to verify
                 * @returns `null` if valid, otherwise the reason why it is not
                 */
                static verify(message: { [k: string]: any }): (string|null);

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

                /**
                 * Gets the type url for Row
                 * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
                 * @returns The type url
                 */
                static getTypeUrl(prefix?: string): string;
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
    }
}
