// Code generated from proto/ by npm run gen. DO NOT EDIT.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Array = $util.global.Array, $String = $util.global.String, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean, $isFinite = $util.global.isFinite;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const osg = $root.osg = (() => {

    /**
     * Namespace osg.
     * @exports osg
     * @namespace
     */
    const osg = {};

    osg.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof osg
         * @namespace
         */
        const v1 = {};

        v1.AgentMessage = (function() {

            /**
             * Properties of an AgentMessage.
             * @typedef {Object} osg.v1.AgentMessage.$Properties
             * @property {osg.v1.Hello.$Properties|null} [hello] AgentMessage hello
             * @property {osg.v1.Ack.$Properties|null} [ack] AgentMessage ack
             * @property {osg.v1.Nack.$Properties|null} [nack] AgentMessage nack
             * @property {osg.v1.AgentStatus.$Properties|null} [status] AgentMessage status
             * @property {"hello"|"ack"|"nack"|"status"} [body] AgentMessage body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentMessage.
             * @memberof osg.v1
             * @interface IAgentMessage
             * @augments osg.v1.AgentMessage.$Properties
             * @deprecated Use osg.v1.AgentMessage.$Properties instead.
             */

            /**
             * Narrowed shape of an AgentMessage.
             * @typedef {{
             *   hello?: osg.v1.Hello.$Shape|null;
             *   ack?: osg.v1.Ack.$Shape|null;
             *   nack?: osg.v1.Nack.$Shape|null;
             *   status?: osg.v1.AgentStatus.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; ack?: null; nack?: null; status?: null }|{ body?: "hello"; hello: osg.v1.Hello.$Shape; ack?: null; nack?: null; status?: null }|{ body?: "ack"; hello?: null; ack: osg.v1.Ack.$Shape; nack?: null; status?: null }|{ body?: "nack"; hello?: null; ack?: null; nack: osg.v1.Nack.$Shape; status?: null }|{ body?: "status"; hello?: null; ack?: null; nack?: null; status: osg.v1.AgentStatus.$Shape })
             * )} osg.v1.AgentMessage.$Shape
             */

            /**
             * Constructs a new AgentMessage.
             * @memberof osg.v1
             * @classdesc Represents an AgentMessage.
             * @constructor
             * @param {osg.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentMessage hello.
             * @member {osg.v1.Hello.$Properties|null|undefined} hello
             * @memberof osg.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.hello = null;

            /**
             * AgentMessage ack.
             * @member {osg.v1.Ack.$Properties|null|undefined} ack
             * @memberof osg.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.ack = null;

            /**
             * AgentMessage nack.
             * @member {osg.v1.Nack.$Properties|null|undefined} nack
             * @memberof osg.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.nack = null;

            /**
             * AgentMessage status.
             * @member {osg.v1.AgentStatus.$Properties|null|undefined} status
             * @memberof osg.v1.AgentMessage
             * @instance
             */
            AgentMessage.prototype.status = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * AgentMessage body.
             * @member {"hello"|"ack"|"nack"|"status"|undefined} body
             * @memberof osg.v1.AgentMessage
             * @instance
             */
            $Object.defineProperty(AgentMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "ack", "nack", "status"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new AgentMessage instance using the specified properties.
             * @function create
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {osg.v1.AgentMessage.$Properties=} [properties] Properties to set
             * @returns {osg.v1.AgentMessage} AgentMessage instance
             * @type {{
             *   (properties: osg.v1.AgentMessage.$Shape): osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape;
             *   (properties?: osg.v1.AgentMessage.$Properties): osg.v1.AgentMessage;
             * }}
             */
            AgentMessage.create = function(properties) {
                return new AgentMessage(properties);
            };

            /**
             * Encodes the specified AgentMessage message. Does not implicitly {@link osg.v1.AgentMessage.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {osg.v1.AgentMessage.$Properties} message AgentMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.osg.v1.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack"))
                    $root.osg.v1.Ack.encode(message.ack, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.nack != null && $Object.hasOwnProperty.call(message, "nack"))
                    $root.osg.v1.Nack.encode(message.nack, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.osg.v1.AgentStatus.encode(message.status, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified AgentMessage message, length delimited. Does not implicitly {@link osg.v1.AgentMessage.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {osg.v1.AgentMessage.$Properties} message AgentMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentMessage.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an AgentMessage message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.AgentMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.osg.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.ack = $root.osg.v1.Ack.decode(reader, reader.size(), $undefined, _depth + 1, message.ack);
                            message.body = "ack";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.nack = $root.osg.v1.Nack.decode(reader, reader.size(), $undefined, _depth + 1, message.nack);
                            message.body = "nack";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.osg.v1.AgentStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            message.body = "status";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an AgentMessage message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.AgentMessage & osg.v1.AgentMessage.$Shape} AgentMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentMessage.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an AgentMessage message.
             * @function verify
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AgentMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.Hello.verify(message.hello, _depth + 1);
                        if (error)
                            return "hello." + error;
                    }
                }
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.Ack.verify(message.ack, _depth + 1);
                        if (error)
                            return "ack." + error;
                    }
                }
                if (message.nack != null && $Object.hasOwnProperty.call(message, "nack")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.Nack.verify(message.nack, _depth + 1);
                        if (error)
                            return "nack." + error;
                    }
                }
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.AgentStatus.verify(message.status, _depth + 1);
                        if (error)
                            return "status." + error;
                    }
                }
                return null;
            };

            /**
             * Creates an AgentMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.AgentMessage} AgentMessage
             */
            AgentMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.AgentMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.AgentMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.AgentMessage();
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".osg.v1.AgentMessage.hello: object expected");
                    message.hello = $root.osg.v1.Hello.fromObject(object.hello, _depth + 1);
                }
                if (object.ack != null) {
                    if (!$util.isObject(object.ack))
                        throw $TypeError(".osg.v1.AgentMessage.ack: object expected");
                    message.ack = $root.osg.v1.Ack.fromObject(object.ack, _depth + 1);
                }
                if (object.nack != null) {
                    if (!$util.isObject(object.nack))
                        throw $TypeError(".osg.v1.AgentMessage.nack: object expected");
                    message.nack = $root.osg.v1.Nack.fromObject(object.nack, _depth + 1);
                }
                if (object.status != null) {
                    if (!$util.isObject(object.status))
                        throw $TypeError(".osg.v1.AgentMessage.status: object expected");
                    message.status = $root.osg.v1.AgentStatus.fromObject(object.status, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from an AgentMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {osg.v1.AgentMessage} message AgentMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.osg.v1.Hello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "hello";
                }
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack")) {
                    object.ack = $root.osg.v1.Ack.toObject(message.ack, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "ack";
                }
                if (message.nack != null && $Object.hasOwnProperty.call(message, "nack")) {
                    object.nack = $root.osg.v1.Nack.toObject(message.nack, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "nack";
                }
                if (message.status != null && $Object.hasOwnProperty.call(message, "status")) {
                    object.status = $root.osg.v1.AgentStatus.toObject(message.status, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "status";
                }
                return object;
            };

            /**
             * Converts this AgentMessage to JSON.
             * @function toJSON
             * @memberof osg.v1.AgentMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentMessage.prototype.toJSON = function() {
                return AgentMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for AgentMessage
             * @function getTypeUrl
             * @memberof osg.v1.AgentMessage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            AgentMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.AgentMessage";
            };

            return AgentMessage;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} osg.v1.Hello.$Properties
             * @property {string|null} [node] Hello node
             * @property {string|null} [bootId] Hello bootId
             * @property {string|null} [agentVersion] Hello agentVersion
             * @property {number|null} [protocolVersion] Hello protocolVersion
             * @property {Array.<string>|null} [capabilities] Hello capabilities
             * @property {osg.v1.TableBudget.$Properties|null} [budget] Hello budget
             * @property {number|null} [realisedRevision] Hello realisedRevision
             * @property {string|null} [realisedDigest] Hello realisedDigest
             * @property {string|null} [session] Hello session
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof osg.v1
             * @interface IHello
             * @augments osg.v1.Hello.$Properties
             * @deprecated Use osg.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {osg.v1.Hello.$Properties} osg.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof osg.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {osg.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                this.capabilities = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello node.
             * @member {string} node
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.node = "";

            /**
             * Hello bootId.
             * @member {string} bootId
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.bootId = "";

            /**
             * Hello agentVersion.
             * @member {string} agentVersion
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.agentVersion = "";

            /**
             * Hello protocolVersion.
             * @member {number} protocolVersion
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.protocolVersion = 0;

            /**
             * Hello capabilities.
             * @member {Array.<string>} capabilities
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.capabilities = $util.emptyArray;

            /**
             * Hello budget.
             * @member {osg.v1.TableBudget.$Properties|null|undefined} budget
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.budget = null;

            /**
             * Hello realisedRevision.
             * @member {number} realisedRevision
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.realisedRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Hello realisedDigest.
             * @member {string} realisedDigest
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.realisedDigest = "";

            /**
             * Hello session.
             * @member {string} session
             * @memberof osg.v1.Hello
             * @instance
             */
            Hello.prototype.session = "";

            /**
             * Creates a new Hello instance using the specified properties.
             * @function create
             * @memberof osg.v1.Hello
             * @static
             * @param {osg.v1.Hello.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Hello} Hello instance
             * @type {{
             *   (properties: osg.v1.Hello.$Shape): osg.v1.Hello & osg.v1.Hello.$Shape;
             *   (properties?: osg.v1.Hello.$Properties): osg.v1.Hello;
             * }}
             */
            Hello.create = function(properties) {
                return new Hello(properties);
            };

            /**
             * Encodes the specified Hello message. Does not implicitly {@link osg.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Hello
             * @static
             * @param {osg.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.node);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.bootId);
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.agentVersion);
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion") && message.protocolVersion !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.protocolVersion);
                if (message.capabilities != null && message.capabilities.length)
                    for (let i = 0; i < message.capabilities.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.capabilities[i]);
                if (message.budget != null && $Object.hasOwnProperty.call(message, "budget"))
                    $root.osg.v1.TableBudget.encode(message.budget, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision") && (typeof message.realisedRevision === "object" ? message.realisedRevision.low || message.realisedRevision.high : message.realisedRevision !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.realisedRevision);
                if (message.realisedDigest != null && $Object.hasOwnProperty.call(message, "realisedDigest") && message.realisedDigest !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.realisedDigest);
                if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.session);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Hello message, length delimited. Does not implicitly {@link osg.v1.Hello.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Hello
             * @static
             * @param {osg.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Hello & osg.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentVersion = value;
                            else
                                delete message.agentVersion;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocolVersion = value;
                            else
                                delete message.protocolVersion;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.capabilities && message.capabilities.length))
                                message.capabilities = [];
                            message.capabilities.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.budget = $root.osg.v1.TableBudget.decode(reader, reader.size(), $undefined, _depth + 1, message.budget);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.realisedRevision = value;
                            else
                                delete message.realisedRevision;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.realisedDigest = value;
                            else
                                delete message.realisedDigest;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Hello & osg.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Hello message.
             * @function verify
             * @memberof osg.v1.Hello
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Hello.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
                    if (!$util.isString(message.bootId))
                        return "bootId: string expected";
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion"))
                    if (!$util.isString(message.agentVersion))
                        return "agentVersion: string expected";
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    if (!$util.isInteger(message.protocolVersion))
                        return "protocolVersion: integer expected";
                if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities")) {
                    if (!$Array.isArray(message.capabilities))
                        return "capabilities: array expected";
                    for (let i = 0; i < message.capabilities.length; ++i)
                        if (!$util.isString(message.capabilities[i]))
                            return "capabilities: string[] expected";
                }
                if (message.budget != null && $Object.hasOwnProperty.call(message, "budget")) {
                    let error = $root.osg.v1.TableBudget.verify(message.budget, _depth + 1);
                    if (error)
                        return "budget." + error;
                }
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision"))
                    if (!$util.isInteger(message.realisedRevision) && !(message.realisedRevision && $util.isInteger(message.realisedRevision.low) && $util.isInteger(message.realisedRevision.high)))
                        return "realisedRevision: integer|Long expected";
                if (message.realisedDigest != null && $Object.hasOwnProperty.call(message, "realisedDigest"))
                    if (!$util.isString(message.realisedDigest))
                        return "realisedDigest: string expected";
                if (message.session != null && $Object.hasOwnProperty.call(message, "session"))
                    if (!$util.isString(message.session))
                        return "session: string expected";
                return null;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Hello();
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.bootId != null)
                    if (typeof object.bootId !== "string" || object.bootId.length)
                        message.bootId = $String(object.bootId);
                if (object.agentVersion != null)
                    if (typeof object.agentVersion !== "string" || object.agentVersion.length)
                        message.agentVersion = $String(object.agentVersion);
                if (object.protocolVersion != null)
                    if ($Number(object.protocolVersion) !== 0)
                        message.protocolVersion = object.protocolVersion >>> 0;
                if (object.capabilities) {
                    if (!$Array.isArray(object.capabilities))
                        throw $TypeError(".osg.v1.Hello.capabilities: array expected");
                    message.capabilities = $Array(object.capabilities.length);
                    for (let i = 0; i < object.capabilities.length; ++i)
                        message.capabilities[i] = $String(object.capabilities[i]);
                }
                if (object.budget != null) {
                    if (!$util.isObject(object.budget))
                        throw $TypeError(".osg.v1.Hello.budget: object expected");
                    message.budget = $root.osg.v1.TableBudget.fromObject(object.budget, _depth + 1);
                }
                if (object.realisedRevision != null)
                    if (typeof object.realisedRevision === "object" ? object.realisedRevision.low || object.realisedRevision.high : $Number(object.realisedRevision) !== 0)
                        if ($util.Long)
                            message.realisedRevision = $util.Long.fromValue(object.realisedRevision, true);
                        else if (typeof object.realisedRevision === "string")
                            message.realisedRevision = $parseInt(object.realisedRevision, 10);
                        else if (typeof object.realisedRevision === "number")
                            message.realisedRevision = object.realisedRevision;
                        else if (typeof object.realisedRevision === "object")
                            message.realisedRevision = new $util.LongBits(object.realisedRevision.low >>> 0, object.realisedRevision.high >>> 0).toNumber(true);
                if (object.realisedDigest != null)
                    if (typeof object.realisedDigest !== "string" || object.realisedDigest.length)
                        message.realisedDigest = $String(object.realisedDigest);
                if (object.session != null)
                    if (typeof object.session !== "string" || object.session.length)
                        message.session = $String(object.session);
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Hello
             * @static
             * @param {osg.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.capabilities = [];
                if (options.defaults) {
                    object.node = "";
                    object.bootId = "";
                    object.agentVersion = "";
                    object.protocolVersion = 0;
                    object.budget = null;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.realisedRevision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.realisedRevision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.realisedDigest = "";
                    object.session = "";
                }
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
                    object.bootId = message.bootId;
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion"))
                    object.agentVersion = message.agentVersion;
                if (message.protocolVersion != null && $Object.hasOwnProperty.call(message, "protocolVersion"))
                    object.protocolVersion = message.protocolVersion;
                if (message.capabilities && message.capabilities.length) {
                    object.capabilities = $Array(message.capabilities.length);
                    for (let j = 0; j < message.capabilities.length; ++j)
                        object.capabilities[j] = message.capabilities[j];
                }
                if (message.budget != null && $Object.hasOwnProperty.call(message, "budget"))
                    object.budget = $root.osg.v1.TableBudget.toObject(message.budget, options, _depth + 1);
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.realisedRevision = typeof message.realisedRevision === "number" ? $BigInt(message.realisedRevision) : $util.Long.fromBits(message.realisedRevision.low >>> 0, message.realisedRevision.high >>> 0, true).toBigInt();
                    else if (typeof message.realisedRevision === "number")
                        object.realisedRevision = options.longs === $String ? $String(message.realisedRevision) : message.realisedRevision;
                    else
                        object.realisedRevision = options.longs === $String ? $util.Long.prototype.toString.call(message.realisedRevision) : options.longs === $Number ? new $util.LongBits(message.realisedRevision.low >>> 0, message.realisedRevision.high >>> 0).toNumber(true) : message.realisedRevision;
                if (message.realisedDigest != null && $Object.hasOwnProperty.call(message, "realisedDigest"))
                    object.realisedDigest = message.realisedDigest;
                if (message.session != null && $Object.hasOwnProperty.call(message, "session"))
                    object.session = message.session;
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof osg.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Hello
             * @function getTypeUrl
             * @memberof osg.v1.Hello
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Hello.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Hello";
            };

            return Hello;
        })();

        v1.TableBudget = (function() {

            /**
             * Properties of a TableBudget.
             * @typedef {Object} osg.v1.TableBudget.$Properties
             * @property {number|null} [arenaBytes] TableBudget arenaBytes
             * @property {number|null} [slots] TableBudget slots
             * @property {number|null} [endpoints] TableBudget endpoints
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TableBudget.
             * @memberof osg.v1
             * @interface ITableBudget
             * @augments osg.v1.TableBudget.$Properties
             * @deprecated Use osg.v1.TableBudget.$Properties instead.
             */

            /**
             * Shape of a TableBudget.
             * @typedef {osg.v1.TableBudget.$Properties} osg.v1.TableBudget.$Shape
             */

            /**
             * Constructs a new TableBudget.
             * @memberof osg.v1
             * @classdesc Represents a TableBudget.
             * @constructor
             * @param {osg.v1.TableBudget.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TableBudget = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TableBudget arenaBytes.
             * @member {number} arenaBytes
             * @memberof osg.v1.TableBudget
             * @instance
             */
            TableBudget.prototype.arenaBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * TableBudget slots.
             * @member {number} slots
             * @memberof osg.v1.TableBudget
             * @instance
             */
            TableBudget.prototype.slots = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * TableBudget endpoints.
             * @member {number} endpoints
             * @memberof osg.v1.TableBudget
             * @instance
             */
            TableBudget.prototype.endpoints = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new TableBudget instance using the specified properties.
             * @function create
             * @memberof osg.v1.TableBudget
             * @static
             * @param {osg.v1.TableBudget.$Properties=} [properties] Properties to set
             * @returns {osg.v1.TableBudget} TableBudget instance
             * @type {{
             *   (properties: osg.v1.TableBudget.$Shape): osg.v1.TableBudget & osg.v1.TableBudget.$Shape;
             *   (properties?: osg.v1.TableBudget.$Properties): osg.v1.TableBudget;
             * }}
             */
            TableBudget.create = function(properties) {
                return new TableBudget(properties);
            };

            /**
             * Encodes the specified TableBudget message. Does not implicitly {@link osg.v1.TableBudget.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.TableBudget
             * @static
             * @param {osg.v1.TableBudget.$Properties} message TableBudget message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TableBudget.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.arenaBytes != null && $Object.hasOwnProperty.call(message, "arenaBytes") && (typeof message.arenaBytes === "object" ? message.arenaBytes.low || message.arenaBytes.high : message.arenaBytes !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.arenaBytes);
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots") && (typeof message.slots === "object" ? message.slots.low || message.slots.high : message.slots !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.slots);
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints") && (typeof message.endpoints === "object" ? message.endpoints.low || message.endpoints.high : message.endpoints !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.endpoints);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified TableBudget message, length delimited. Does not implicitly {@link osg.v1.TableBudget.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.TableBudget
             * @static
             * @param {osg.v1.TableBudget.$Properties} message TableBudget message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TableBudget.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a TableBudget message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.TableBudget
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.TableBudget & osg.v1.TableBudget.$Shape} TableBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TableBudget.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.TableBudget();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.arenaBytes = value;
                            else
                                delete message.arenaBytes;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.slots = value;
                            else
                                delete message.slots;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.endpoints = value;
                            else
                                delete message.endpoints;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a TableBudget message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.TableBudget
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.TableBudget & osg.v1.TableBudget.$Shape} TableBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TableBudget.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a TableBudget message.
             * @function verify
             * @memberof osg.v1.TableBudget
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            TableBudget.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.arenaBytes != null && $Object.hasOwnProperty.call(message, "arenaBytes"))
                    if (!$util.isInteger(message.arenaBytes) && !(message.arenaBytes && $util.isInteger(message.arenaBytes.low) && $util.isInteger(message.arenaBytes.high)))
                        return "arenaBytes: integer|Long expected";
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots"))
                    if (!$util.isInteger(message.slots) && !(message.slots && $util.isInteger(message.slots.low) && $util.isInteger(message.slots.high)))
                        return "slots: integer|Long expected";
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints"))
                    if (!$util.isInteger(message.endpoints) && !(message.endpoints && $util.isInteger(message.endpoints.low) && $util.isInteger(message.endpoints.high)))
                        return "endpoints: integer|Long expected";
                return null;
            };

            /**
             * Creates a TableBudget message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.TableBudget
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.TableBudget} TableBudget
             */
            TableBudget.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.TableBudget)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.TableBudget: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.TableBudget();
                if (object.arenaBytes != null)
                    if (typeof object.arenaBytes === "object" ? object.arenaBytes.low || object.arenaBytes.high : $Number(object.arenaBytes) !== 0)
                        if ($util.Long)
                            message.arenaBytes = $util.Long.fromValue(object.arenaBytes, true);
                        else if (typeof object.arenaBytes === "string")
                            message.arenaBytes = $parseInt(object.arenaBytes, 10);
                        else if (typeof object.arenaBytes === "number")
                            message.arenaBytes = object.arenaBytes;
                        else if (typeof object.arenaBytes === "object")
                            message.arenaBytes = new $util.LongBits(object.arenaBytes.low >>> 0, object.arenaBytes.high >>> 0).toNumber(true);
                if (object.slots != null)
                    if (typeof object.slots === "object" ? object.slots.low || object.slots.high : $Number(object.slots) !== 0)
                        if ($util.Long)
                            message.slots = $util.Long.fromValue(object.slots, true);
                        else if (typeof object.slots === "string")
                            message.slots = $parseInt(object.slots, 10);
                        else if (typeof object.slots === "number")
                            message.slots = object.slots;
                        else if (typeof object.slots === "object")
                            message.slots = new $util.LongBits(object.slots.low >>> 0, object.slots.high >>> 0).toNumber(true);
                if (object.endpoints != null)
                    if (typeof object.endpoints === "object" ? object.endpoints.low || object.endpoints.high : $Number(object.endpoints) !== 0)
                        if ($util.Long)
                            message.endpoints = $util.Long.fromValue(object.endpoints, true);
                        else if (typeof object.endpoints === "string")
                            message.endpoints = $parseInt(object.endpoints, 10);
                        else if (typeof object.endpoints === "number")
                            message.endpoints = object.endpoints;
                        else if (typeof object.endpoints === "object")
                            message.endpoints = new $util.LongBits(object.endpoints.low >>> 0, object.endpoints.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a TableBudget message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.TableBudget
             * @static
             * @param {osg.v1.TableBudget} message TableBudget
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TableBudget.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.arenaBytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.arenaBytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.slots = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.slots = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.endpoints = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.endpoints = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.arenaBytes != null && $Object.hasOwnProperty.call(message, "arenaBytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.arenaBytes = typeof message.arenaBytes === "number" ? $BigInt(message.arenaBytes) : $util.Long.fromBits(message.arenaBytes.low >>> 0, message.arenaBytes.high >>> 0, true).toBigInt();
                    else if (typeof message.arenaBytes === "number")
                        object.arenaBytes = options.longs === $String ? $String(message.arenaBytes) : message.arenaBytes;
                    else
                        object.arenaBytes = options.longs === $String ? $util.Long.prototype.toString.call(message.arenaBytes) : options.longs === $Number ? new $util.LongBits(message.arenaBytes.low >>> 0, message.arenaBytes.high >>> 0).toNumber(true) : message.arenaBytes;
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.slots = typeof message.slots === "number" ? $BigInt(message.slots) : $util.Long.fromBits(message.slots.low >>> 0, message.slots.high >>> 0, true).toBigInt();
                    else if (typeof message.slots === "number")
                        object.slots = options.longs === $String ? $String(message.slots) : message.slots;
                    else
                        object.slots = options.longs === $String ? $util.Long.prototype.toString.call(message.slots) : options.longs === $Number ? new $util.LongBits(message.slots.low >>> 0, message.slots.high >>> 0).toNumber(true) : message.slots;
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.endpoints = typeof message.endpoints === "number" ? $BigInt(message.endpoints) : $util.Long.fromBits(message.endpoints.low >>> 0, message.endpoints.high >>> 0, true).toBigInt();
                    else if (typeof message.endpoints === "number")
                        object.endpoints = options.longs === $String ? $String(message.endpoints) : message.endpoints;
                    else
                        object.endpoints = options.longs === $String ? $util.Long.prototype.toString.call(message.endpoints) : options.longs === $Number ? new $util.LongBits(message.endpoints.low >>> 0, message.endpoints.high >>> 0).toNumber(true) : message.endpoints;
                return object;
            };

            /**
             * Converts this TableBudget to JSON.
             * @function toJSON
             * @memberof osg.v1.TableBudget
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TableBudget.prototype.toJSON = function() {
                return TableBudget.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TableBudget
             * @function getTypeUrl
             * @memberof osg.v1.TableBudget
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TableBudget.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.TableBudget";
            };

            return TableBudget;
        })();

        v1.ControllerMessage = (function() {

            /**
             * Properties of a ControllerMessage.
             * @typedef {Object} osg.v1.ControllerMessage.$Properties
             * @property {number|null} [nonce] ControllerMessage nonce
             * @property {osg.v1.SnapshotChunk.$Properties|null} [snapshot] ControllerMessage snapshot
             * @property {osg.v1.Delta.$Properties|null} [delta] ControllerMessage delta
             * @property {"snapshot"|"delta"} [body] ControllerMessage body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ControllerMessage.
             * @memberof osg.v1
             * @interface IControllerMessage
             * @augments osg.v1.ControllerMessage.$Properties
             * @deprecated Use osg.v1.ControllerMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a ControllerMessage.
             * @typedef {{
             *   nonce?: number|null;
             *   snapshot?: osg.v1.SnapshotChunk.$Shape|null;
             *   delta?: osg.v1.Delta.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; snapshot?: null; delta?: null }|{ body?: "snapshot"; snapshot: osg.v1.SnapshotChunk.$Shape; delta?: null }|{ body?: "delta"; snapshot?: null; delta: osg.v1.Delta.$Shape })
             * )} osg.v1.ControllerMessage.$Shape
             */

            /**
             * Constructs a new ControllerMessage.
             * @memberof osg.v1
             * @classdesc Represents a ControllerMessage.
             * @constructor
             * @param {osg.v1.ControllerMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ControllerMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ControllerMessage nonce.
             * @member {number} nonce
             * @memberof osg.v1.ControllerMessage
             * @instance
             */
            ControllerMessage.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ControllerMessage snapshot.
             * @member {osg.v1.SnapshotChunk.$Properties|null|undefined} snapshot
             * @memberof osg.v1.ControllerMessage
             * @instance
             */
            ControllerMessage.prototype.snapshot = null;

            /**
             * ControllerMessage delta.
             * @member {osg.v1.Delta.$Properties|null|undefined} delta
             * @memberof osg.v1.ControllerMessage
             * @instance
             */
            ControllerMessage.prototype.delta = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ControllerMessage body.
             * @member {"snapshot"|"delta"|undefined} body
             * @memberof osg.v1.ControllerMessage
             * @instance
             */
            $Object.defineProperty(ControllerMessage.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["snapshot", "delta"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new ControllerMessage instance using the specified properties.
             * @function create
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {osg.v1.ControllerMessage.$Properties=} [properties] Properties to set
             * @returns {osg.v1.ControllerMessage} ControllerMessage instance
             * @type {{
             *   (properties: osg.v1.ControllerMessage.$Shape): osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape;
             *   (properties?: osg.v1.ControllerMessage.$Properties): osg.v1.ControllerMessage;
             * }}
             */
            ControllerMessage.create = function(properties) {
                return new ControllerMessage(properties);
            };

            /**
             * Encodes the specified ControllerMessage message. Does not implicitly {@link osg.v1.ControllerMessage.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {osg.v1.ControllerMessage.$Properties} message ControllerMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ControllerMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.nonce);
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.osg.v1.SnapshotChunk.encode(message.snapshot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.delta != null && $Object.hasOwnProperty.call(message, "delta"))
                    $root.osg.v1.Delta.encode(message.delta, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ControllerMessage message, length delimited. Does not implicitly {@link osg.v1.ControllerMessage.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {osg.v1.ControllerMessage.$Properties} message ControllerMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ControllerMessage.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ControllerMessage message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape} ControllerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ControllerMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.ControllerMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.osg.v1.SnapshotChunk.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            message.body = "snapshot";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.delta = $root.osg.v1.Delta.decode(reader, reader.size(), $undefined, _depth + 1, message.delta);
                            message.body = "delta";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ControllerMessage message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.ControllerMessage & osg.v1.ControllerMessage.$Shape} ControllerMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ControllerMessage.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a ControllerMessage message.
             * @function verify
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ControllerMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.SnapshotChunk.verify(message.snapshot, _depth + 1);
                        if (error)
                            return "snapshot." + error;
                    }
                }
                if (message.delta != null && $Object.hasOwnProperty.call(message, "delta")) {
                    if (properties.body === 1)
                        return "body: multiple values";
                    properties.body = 1;
                    {
                        let error = $root.osg.v1.Delta.verify(message.delta, _depth + 1);
                        if (error)
                            return "delta." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a ControllerMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.ControllerMessage} ControllerMessage
             */
            ControllerMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.ControllerMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.ControllerMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.ControllerMessage();
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.snapshot != null) {
                    if (!$util.isObject(object.snapshot))
                        throw $TypeError(".osg.v1.ControllerMessage.snapshot: object expected");
                    message.snapshot = $root.osg.v1.SnapshotChunk.fromObject(object.snapshot, _depth + 1);
                }
                if (object.delta != null) {
                    if (!$util.isObject(object.delta))
                        throw $TypeError(".osg.v1.ControllerMessage.delta: object expected");
                    message.delta = $root.osg.v1.Delta.fromObject(object.delta, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ControllerMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {osg.v1.ControllerMessage} message ControllerMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ControllerMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot")) {
                    object.snapshot = $root.osg.v1.SnapshotChunk.toObject(message.snapshot, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "snapshot";
                }
                if (message.delta != null && $Object.hasOwnProperty.call(message, "delta")) {
                    object.delta = $root.osg.v1.Delta.toObject(message.delta, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "delta";
                }
                return object;
            };

            /**
             * Converts this ControllerMessage to JSON.
             * @function toJSON
             * @memberof osg.v1.ControllerMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ControllerMessage.prototype.toJSON = function() {
                return ControllerMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ControllerMessage
             * @function getTypeUrl
             * @memberof osg.v1.ControllerMessage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ControllerMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.ControllerMessage";
            };

            return ControllerMessage;
        })();

        v1.SnapshotChunk = (function() {

            /**
             * Properties of a SnapshotChunk.
             * @typedef {Object} osg.v1.SnapshotChunk.$Properties
             * @property {number|null} [revision] SnapshotChunk revision
             * @property {osg.v1.SourceVersion.$Properties|null} [source] SnapshotChunk source
             * @property {number|null} [index] SnapshotChunk index
             * @property {number|null} [count] SnapshotChunk count
             * @property {osg.v1.NodeViewPart.$Properties|null} [part] SnapshotChunk part
             * @property {boolean|null} [explicitEmpty] SnapshotChunk explicitEmpty
             * @property {string|null} [digest] SnapshotChunk digest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SnapshotChunk.
             * @memberof osg.v1
             * @interface ISnapshotChunk
             * @augments osg.v1.SnapshotChunk.$Properties
             * @deprecated Use osg.v1.SnapshotChunk.$Properties instead.
             */

            /**
             * Shape of a SnapshotChunk.
             * @typedef {osg.v1.SnapshotChunk.$Properties} osg.v1.SnapshotChunk.$Shape
             */

            /**
             * Constructs a new SnapshotChunk.
             * @memberof osg.v1
             * @classdesc Represents a SnapshotChunk.
             * @constructor
             * @param {osg.v1.SnapshotChunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SnapshotChunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SnapshotChunk revision.
             * @member {number} revision
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * SnapshotChunk source.
             * @member {osg.v1.SourceVersion.$Properties|null|undefined} source
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.source = null;

            /**
             * SnapshotChunk index.
             * @member {number} index
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.index = 0;

            /**
             * SnapshotChunk count.
             * @member {number} count
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.count = 0;

            /**
             * SnapshotChunk part.
             * @member {osg.v1.NodeViewPart.$Properties|null|undefined} part
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.part = null;

            /**
             * SnapshotChunk explicitEmpty.
             * @member {boolean} explicitEmpty
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.explicitEmpty = false;

            /**
             * SnapshotChunk digest.
             * @member {string} digest
             * @memberof osg.v1.SnapshotChunk
             * @instance
             */
            SnapshotChunk.prototype.digest = "";

            /**
             * Creates a new SnapshotChunk instance using the specified properties.
             * @function create
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {osg.v1.SnapshotChunk.$Properties=} [properties] Properties to set
             * @returns {osg.v1.SnapshotChunk} SnapshotChunk instance
             * @type {{
             *   (properties: osg.v1.SnapshotChunk.$Shape): osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape;
             *   (properties?: osg.v1.SnapshotChunk.$Properties): osg.v1.SnapshotChunk;
             * }}
             */
            SnapshotChunk.create = function(properties) {
                return new SnapshotChunk(properties);
            };

            /**
             * Encodes the specified SnapshotChunk message. Does not implicitly {@link osg.v1.SnapshotChunk.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {osg.v1.SnapshotChunk.$Properties} message SnapshotChunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.revision);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    $root.osg.v1.SourceVersion.encode(message.source, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.index);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.count);
                if (message.part != null && $Object.hasOwnProperty.call(message, "part"))
                    $root.osg.v1.NodeViewPart.encode(message.part, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty") && message.explicitEmpty !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.explicitEmpty);
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.digest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified SnapshotChunk message, length delimited. Does not implicitly {@link osg.v1.SnapshotChunk.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {osg.v1.SnapshotChunk.$Properties} message SnapshotChunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SnapshotChunk.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.SnapshotChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.source = $root.osg.v1.SourceVersion.decode(reader, reader.size(), $undefined, _depth + 1, message.source);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.index = value;
                            else
                                delete message.index;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.part = $root.osg.v1.NodeViewPart.decode(reader, reader.size(), $undefined, _depth + 1, message.part);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.explicitEmpty = value;
                            else
                                delete message.explicitEmpty;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digest = value;
                            else
                                delete message.digest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.SnapshotChunk & osg.v1.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SnapshotChunk.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a SnapshotChunk message.
             * @function verify
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SnapshotChunk.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source")) {
                    let error = $root.osg.v1.SourceVersion.verify(message.source, _depth + 1);
                    if (error)
                        return "source." + error;
                }
                if (message.index != null && $Object.hasOwnProperty.call(message, "index"))
                    if (!$util.isInteger(message.index))
                        return "index: integer expected";
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    if (!$util.isInteger(message.count))
                        return "count: integer expected";
                if (message.part != null && $Object.hasOwnProperty.call(message, "part")) {
                    let error = $root.osg.v1.NodeViewPart.verify(message.part, _depth + 1);
                    if (error)
                        return "part." + error;
                }
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty"))
                    if (typeof message.explicitEmpty !== "boolean")
                        return "explicitEmpty: boolean expected";
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                    if (!$util.isString(message.digest))
                        return "digest: string expected";
                return null;
            };

            /**
             * Creates a SnapshotChunk message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.SnapshotChunk} SnapshotChunk
             */
            SnapshotChunk.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.SnapshotChunk)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.SnapshotChunk: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.SnapshotChunk();
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.source != null) {
                    if (!$util.isObject(object.source))
                        throw $TypeError(".osg.v1.SnapshotChunk.source: object expected");
                    message.source = $root.osg.v1.SourceVersion.fromObject(object.source, _depth + 1);
                }
                if (object.index != null)
                    if ($Number(object.index) !== 0)
                        message.index = object.index >>> 0;
                if (object.count != null)
                    if ($Number(object.count) !== 0)
                        message.count = object.count >>> 0;
                if (object.part != null) {
                    if (!$util.isObject(object.part))
                        throw $TypeError(".osg.v1.SnapshotChunk.part: object expected");
                    message.part = $root.osg.v1.NodeViewPart.fromObject(object.part, _depth + 1);
                }
                if (object.explicitEmpty != null)
                    if (object.explicitEmpty)
                        message.explicitEmpty = $Boolean(object.explicitEmpty);
                if (object.digest != null)
                    if (typeof object.digest !== "string" || object.digest.length)
                        message.digest = $String(object.digest);
                return message;
            };

            /**
             * Creates a plain object from a SnapshotChunk message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {osg.v1.SnapshotChunk} message SnapshotChunk
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SnapshotChunk.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.source = null;
                    object.index = 0;
                    object.count = 0;
                    object.part = null;
                    object.explicitEmpty = false;
                    object.digest = "";
                }
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = $root.osg.v1.SourceVersion.toObject(message.source, options, _depth + 1);
                if (message.index != null && $Object.hasOwnProperty.call(message, "index"))
                    object.index = message.index;
                if (message.count != null && $Object.hasOwnProperty.call(message, "count"))
                    object.count = message.count;
                if (message.part != null && $Object.hasOwnProperty.call(message, "part"))
                    object.part = $root.osg.v1.NodeViewPart.toObject(message.part, options, _depth + 1);
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty"))
                    object.explicitEmpty = message.explicitEmpty;
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                    object.digest = message.digest;
                return object;
            };

            /**
             * Converts this SnapshotChunk to JSON.
             * @function toJSON
             * @memberof osg.v1.SnapshotChunk
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SnapshotChunk.prototype.toJSON = function() {
                return SnapshotChunk.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SnapshotChunk
             * @function getTypeUrl
             * @memberof osg.v1.SnapshotChunk
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SnapshotChunk.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.SnapshotChunk";
            };

            return SnapshotChunk;
        })();

        v1.Delta = (function() {

            /**
             * Properties of a Delta.
             * @typedef {Object} osg.v1.Delta.$Properties
             * @property {number|null} [baseRevision] Delta baseRevision
             * @property {number|null} [revision] Delta revision
             * @property {osg.v1.SourceVersion.$Properties|null} [source] Delta source
             * @property {osg.v1.NodeViewPart.$Properties|null} [upsert] Delta upsert
             * @property {Array.<string>|null} [removeEndpoints] Delta removeEndpoints
             * @property {Array.<string>|null} [removePolicies] Delta removePolicies
             * @property {Array.<string>|null} [removeSets] Delta removeSets
             * @property {Array.<osg.v1.SetChange.$Properties>|null} [setChanges] Delta setChanges
             * @property {string|null} [digest] Delta digest
             * @property {boolean|null} [explicitEmpty] Delta explicitEmpty
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Delta.
             * @memberof osg.v1
             * @interface IDelta
             * @augments osg.v1.Delta.$Properties
             * @deprecated Use osg.v1.Delta.$Properties instead.
             */

            /**
             * Shape of a Delta.
             * @typedef {osg.v1.Delta.$Properties} osg.v1.Delta.$Shape
             */

            /**
             * Constructs a new Delta.
             * @memberof osg.v1
             * @classdesc Represents a Delta.
             * @constructor
             * @param {osg.v1.Delta.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Delta = function (properties) {
                this.removeEndpoints = [];
                this.removePolicies = [];
                this.removeSets = [];
                this.setChanges = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Delta baseRevision.
             * @member {number} baseRevision
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.baseRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Delta revision.
             * @member {number} revision
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Delta source.
             * @member {osg.v1.SourceVersion.$Properties|null|undefined} source
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.source = null;

            /**
             * Delta upsert.
             * @member {osg.v1.NodeViewPart.$Properties|null|undefined} upsert
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.upsert = null;

            /**
             * Delta removeEndpoints.
             * @member {Array.<string>} removeEndpoints
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.removeEndpoints = $util.emptyArray;

            /**
             * Delta removePolicies.
             * @member {Array.<string>} removePolicies
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.removePolicies = $util.emptyArray;

            /**
             * Delta removeSets.
             * @member {Array.<string>} removeSets
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.removeSets = $util.emptyArray;

            /**
             * Delta setChanges.
             * @member {Array.<osg.v1.SetChange.$Properties>} setChanges
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.setChanges = $util.emptyArray;

            /**
             * Delta digest.
             * @member {string} digest
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.digest = "";

            /**
             * Delta explicitEmpty.
             * @member {boolean} explicitEmpty
             * @memberof osg.v1.Delta
             * @instance
             */
            Delta.prototype.explicitEmpty = false;

            /**
             * Creates a new Delta instance using the specified properties.
             * @function create
             * @memberof osg.v1.Delta
             * @static
             * @param {osg.v1.Delta.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Delta} Delta instance
             * @type {{
             *   (properties: osg.v1.Delta.$Shape): osg.v1.Delta & osg.v1.Delta.$Shape;
             *   (properties?: osg.v1.Delta.$Properties): osg.v1.Delta;
             * }}
             */
            Delta.create = function(properties) {
                return new Delta(properties);
            };

            /**
             * Encodes the specified Delta message. Does not implicitly {@link osg.v1.Delta.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Delta
             * @static
             * @param {osg.v1.Delta.$Properties} message Delta message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Delta.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.baseRevision != null && $Object.hasOwnProperty.call(message, "baseRevision") && (typeof message.baseRevision === "object" ? message.baseRevision.low || message.baseRevision.high : message.baseRevision !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.baseRevision);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.revision);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    $root.osg.v1.SourceVersion.encode(message.source, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.upsert != null && $Object.hasOwnProperty.call(message, "upsert"))
                    $root.osg.v1.NodeViewPart.encode(message.upsert, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.removeEndpoints != null && message.removeEndpoints.length)
                    for (let i = 0; i < message.removeEndpoints.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.removeEndpoints[i]);
                if (message.removePolicies != null && message.removePolicies.length)
                    for (let i = 0; i < message.removePolicies.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.removePolicies[i]);
                if (message.removeSets != null && message.removeSets.length)
                    for (let i = 0; i < message.removeSets.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.removeSets[i]);
                if (message.setChanges != null && message.setChanges.length)
                    for (let i = 0; i < message.setChanges.length; ++i)
                        $root.osg.v1.SetChange.encode(message.setChanges[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.digest);
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty") && message.explicitEmpty !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.explicitEmpty);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Delta message, length delimited. Does not implicitly {@link osg.v1.Delta.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Delta
             * @static
             * @param {osg.v1.Delta.$Properties} message Delta message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Delta.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Delta message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Delta
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Delta & osg.v1.Delta.$Shape} Delta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Delta.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Delta();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.baseRevision = value;
                            else
                                delete message.baseRevision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.source = $root.osg.v1.SourceVersion.decode(reader, reader.size(), $undefined, _depth + 1, message.source);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.upsert = $root.osg.v1.NodeViewPart.decode(reader, reader.size(), $undefined, _depth + 1, message.upsert);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removeEndpoints && message.removeEndpoints.length))
                                message.removeEndpoints = [];
                            message.removeEndpoints.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removePolicies && message.removePolicies.length))
                                message.removePolicies = [];
                            message.removePolicies.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removeSets && message.removeSets.length))
                                message.removeSets = [];
                            message.removeSets.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.setChanges && message.setChanges.length))
                                message.setChanges = [];
                            message.setChanges.push($root.osg.v1.SetChange.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digest = value;
                            else
                                delete message.digest;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.explicitEmpty = value;
                            else
                                delete message.explicitEmpty;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Delta message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Delta
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Delta & osg.v1.Delta.$Shape} Delta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Delta.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Delta message.
             * @function verify
             * @memberof osg.v1.Delta
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Delta.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.baseRevision != null && $Object.hasOwnProperty.call(message, "baseRevision"))
                    if (!$util.isInteger(message.baseRevision) && !(message.baseRevision && $util.isInteger(message.baseRevision.low) && $util.isInteger(message.baseRevision.high)))
                        return "baseRevision: integer|Long expected";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source")) {
                    let error = $root.osg.v1.SourceVersion.verify(message.source, _depth + 1);
                    if (error)
                        return "source." + error;
                }
                if (message.upsert != null && $Object.hasOwnProperty.call(message, "upsert")) {
                    let error = $root.osg.v1.NodeViewPart.verify(message.upsert, _depth + 1);
                    if (error)
                        return "upsert." + error;
                }
                if (message.removeEndpoints != null && $Object.hasOwnProperty.call(message, "removeEndpoints")) {
                    if (!$Array.isArray(message.removeEndpoints))
                        return "removeEndpoints: array expected";
                    for (let i = 0; i < message.removeEndpoints.length; ++i)
                        if (!$util.isString(message.removeEndpoints[i]))
                            return "removeEndpoints: string[] expected";
                }
                if (message.removePolicies != null && $Object.hasOwnProperty.call(message, "removePolicies")) {
                    if (!$Array.isArray(message.removePolicies))
                        return "removePolicies: array expected";
                    for (let i = 0; i < message.removePolicies.length; ++i)
                        if (!$util.isString(message.removePolicies[i]))
                            return "removePolicies: string[] expected";
                }
                if (message.removeSets != null && $Object.hasOwnProperty.call(message, "removeSets")) {
                    if (!$Array.isArray(message.removeSets))
                        return "removeSets: array expected";
                    for (let i = 0; i < message.removeSets.length; ++i)
                        if (!$util.isString(message.removeSets[i]))
                            return "removeSets: string[] expected";
                }
                if (message.setChanges != null && $Object.hasOwnProperty.call(message, "setChanges")) {
                    if (!$Array.isArray(message.setChanges))
                        return "setChanges: array expected";
                    for (let i = 0; i < message.setChanges.length; ++i) {
                        let error = $root.osg.v1.SetChange.verify(message.setChanges[i], _depth + 1);
                        if (error)
                            return "setChanges." + error;
                    }
                }
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                    if (!$util.isString(message.digest))
                        return "digest: string expected";
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty"))
                    if (typeof message.explicitEmpty !== "boolean")
                        return "explicitEmpty: boolean expected";
                return null;
            };

            /**
             * Creates a Delta message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Delta
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Delta} Delta
             */
            Delta.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Delta)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Delta: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Delta();
                if (object.baseRevision != null)
                    if (typeof object.baseRevision === "object" ? object.baseRevision.low || object.baseRevision.high : $Number(object.baseRevision) !== 0)
                        if ($util.Long)
                            message.baseRevision = $util.Long.fromValue(object.baseRevision, true);
                        else if (typeof object.baseRevision === "string")
                            message.baseRevision = $parseInt(object.baseRevision, 10);
                        else if (typeof object.baseRevision === "number")
                            message.baseRevision = object.baseRevision;
                        else if (typeof object.baseRevision === "object")
                            message.baseRevision = new $util.LongBits(object.baseRevision.low >>> 0, object.baseRevision.high >>> 0).toNumber(true);
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.source != null) {
                    if (!$util.isObject(object.source))
                        throw $TypeError(".osg.v1.Delta.source: object expected");
                    message.source = $root.osg.v1.SourceVersion.fromObject(object.source, _depth + 1);
                }
                if (object.upsert != null) {
                    if (!$util.isObject(object.upsert))
                        throw $TypeError(".osg.v1.Delta.upsert: object expected");
                    message.upsert = $root.osg.v1.NodeViewPart.fromObject(object.upsert, _depth + 1);
                }
                if (object.removeEndpoints) {
                    if (!$Array.isArray(object.removeEndpoints))
                        throw $TypeError(".osg.v1.Delta.removeEndpoints: array expected");
                    message.removeEndpoints = $Array(object.removeEndpoints.length);
                    for (let i = 0; i < object.removeEndpoints.length; ++i)
                        message.removeEndpoints[i] = $String(object.removeEndpoints[i]);
                }
                if (object.removePolicies) {
                    if (!$Array.isArray(object.removePolicies))
                        throw $TypeError(".osg.v1.Delta.removePolicies: array expected");
                    message.removePolicies = $Array(object.removePolicies.length);
                    for (let i = 0; i < object.removePolicies.length; ++i)
                        message.removePolicies[i] = $String(object.removePolicies[i]);
                }
                if (object.removeSets) {
                    if (!$Array.isArray(object.removeSets))
                        throw $TypeError(".osg.v1.Delta.removeSets: array expected");
                    message.removeSets = $Array(object.removeSets.length);
                    for (let i = 0; i < object.removeSets.length; ++i)
                        message.removeSets[i] = $String(object.removeSets[i]);
                }
                if (object.setChanges) {
                    if (!$Array.isArray(object.setChanges))
                        throw $TypeError(".osg.v1.Delta.setChanges: array expected");
                    message.setChanges = $Array(object.setChanges.length);
                    for (let i = 0; i < object.setChanges.length; ++i) {
                        if (!$util.isObject(object.setChanges[i]))
                            throw $TypeError(".osg.v1.Delta.setChanges: object expected");
                        message.setChanges[i] = $root.osg.v1.SetChange.fromObject(object.setChanges[i], _depth + 1);
                    }
                }
                if (object.digest != null)
                    if (typeof object.digest !== "string" || object.digest.length)
                        message.digest = $String(object.digest);
                if (object.explicitEmpty != null)
                    if (object.explicitEmpty)
                        message.explicitEmpty = $Boolean(object.explicitEmpty);
                return message;
            };

            /**
             * Creates a plain object from a Delta message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Delta
             * @static
             * @param {osg.v1.Delta} message Delta
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Delta.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.removeEndpoints = [];
                    object.removePolicies = [];
                    object.removeSets = [];
                    object.setChanges = [];
                }
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.baseRevision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.baseRevision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.source = null;
                    object.upsert = null;
                    object.digest = "";
                    object.explicitEmpty = false;
                }
                if (message.baseRevision != null && $Object.hasOwnProperty.call(message, "baseRevision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.baseRevision = typeof message.baseRevision === "number" ? $BigInt(message.baseRevision) : $util.Long.fromBits(message.baseRevision.low >>> 0, message.baseRevision.high >>> 0, true).toBigInt();
                    else if (typeof message.baseRevision === "number")
                        object.baseRevision = options.longs === $String ? $String(message.baseRevision) : message.baseRevision;
                    else
                        object.baseRevision = options.longs === $String ? $util.Long.prototype.toString.call(message.baseRevision) : options.longs === $Number ? new $util.LongBits(message.baseRevision.low >>> 0, message.baseRevision.high >>> 0).toNumber(true) : message.baseRevision;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = $root.osg.v1.SourceVersion.toObject(message.source, options, _depth + 1);
                if (message.upsert != null && $Object.hasOwnProperty.call(message, "upsert"))
                    object.upsert = $root.osg.v1.NodeViewPart.toObject(message.upsert, options, _depth + 1);
                if (message.removeEndpoints && message.removeEndpoints.length) {
                    object.removeEndpoints = $Array(message.removeEndpoints.length);
                    for (let j = 0; j < message.removeEndpoints.length; ++j)
                        object.removeEndpoints[j] = message.removeEndpoints[j];
                }
                if (message.removePolicies && message.removePolicies.length) {
                    object.removePolicies = $Array(message.removePolicies.length);
                    for (let j = 0; j < message.removePolicies.length; ++j)
                        object.removePolicies[j] = message.removePolicies[j];
                }
                if (message.removeSets && message.removeSets.length) {
                    object.removeSets = $Array(message.removeSets.length);
                    for (let j = 0; j < message.removeSets.length; ++j)
                        object.removeSets[j] = message.removeSets[j];
                }
                if (message.setChanges && message.setChanges.length) {
                    object.setChanges = $Array(message.setChanges.length);
                    for (let j = 0; j < message.setChanges.length; ++j)
                        object.setChanges[j] = $root.osg.v1.SetChange.toObject(message.setChanges[j], options, _depth + 1);
                }
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                    object.digest = message.digest;
                if (message.explicitEmpty != null && $Object.hasOwnProperty.call(message, "explicitEmpty"))
                    object.explicitEmpty = message.explicitEmpty;
                return object;
            };

            /**
             * Converts this Delta to JSON.
             * @function toJSON
             * @memberof osg.v1.Delta
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Delta.prototype.toJSON = function() {
                return Delta.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Delta
             * @function getTypeUrl
             * @memberof osg.v1.Delta
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Delta.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Delta";
            };

            return Delta;
        })();

        v1.SourceVersion = (function() {

            /**
             * Properties of a SourceVersion.
             * @typedef {Object} osg.v1.SourceVersion.$Properties
             * @property {string|null} [id] SourceVersion id
             * @property {string|null} [author] SourceVersion author
             * @property {string|null} [subject] SourceVersion subject
             * @property {number|null} [timeUnixUs] SourceVersion timeUnixUs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SourceVersion.
             * @memberof osg.v1
             * @interface ISourceVersion
             * @augments osg.v1.SourceVersion.$Properties
             * @deprecated Use osg.v1.SourceVersion.$Properties instead.
             */

            /**
             * Shape of a SourceVersion.
             * @typedef {osg.v1.SourceVersion.$Properties} osg.v1.SourceVersion.$Shape
             */

            /**
             * Constructs a new SourceVersion.
             * @memberof osg.v1
             * @classdesc Represents a SourceVersion.
             * @constructor
             * @param {osg.v1.SourceVersion.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SourceVersion = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SourceVersion id.
             * @member {string} id
             * @memberof osg.v1.SourceVersion
             * @instance
             */
            SourceVersion.prototype.id = "";

            /**
             * SourceVersion author.
             * @member {string} author
             * @memberof osg.v1.SourceVersion
             * @instance
             */
            SourceVersion.prototype.author = "";

            /**
             * SourceVersion subject.
             * @member {string} subject
             * @memberof osg.v1.SourceVersion
             * @instance
             */
            SourceVersion.prototype.subject = "";

            /**
             * SourceVersion timeUnixUs.
             * @member {number} timeUnixUs
             * @memberof osg.v1.SourceVersion
             * @instance
             */
            SourceVersion.prototype.timeUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new SourceVersion instance using the specified properties.
             * @function create
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {osg.v1.SourceVersion.$Properties=} [properties] Properties to set
             * @returns {osg.v1.SourceVersion} SourceVersion instance
             * @type {{
             *   (properties: osg.v1.SourceVersion.$Shape): osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape;
             *   (properties?: osg.v1.SourceVersion.$Properties): osg.v1.SourceVersion;
             * }}
             */
            SourceVersion.create = function(properties) {
                return new SourceVersion(properties);
            };

            /**
             * Encodes the specified SourceVersion message. Does not implicitly {@link osg.v1.SourceVersion.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {osg.v1.SourceVersion.$Properties} message SourceVersion message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SourceVersion.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.author != null && $Object.hasOwnProperty.call(message, "author") && message.author !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.author);
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.subject);
                if (message.timeUnixUs != null && $Object.hasOwnProperty.call(message, "timeUnixUs") && (typeof message.timeUnixUs === "object" ? message.timeUnixUs.low || message.timeUnixUs.high : message.timeUnixUs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.timeUnixUs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified SourceVersion message, length delimited. Does not implicitly {@link osg.v1.SourceVersion.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {osg.v1.SourceVersion.$Properties} message SourceVersion message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SourceVersion.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a SourceVersion message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape} SourceVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SourceVersion.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.SourceVersion();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.author = value;
                            else
                                delete message.author;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeUnixUs = value;
                            else
                                delete message.timeUnixUs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a SourceVersion message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.SourceVersion & osg.v1.SourceVersion.$Shape} SourceVersion
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SourceVersion.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a SourceVersion message.
             * @function verify
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SourceVersion.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.author != null && $Object.hasOwnProperty.call(message, "author"))
                    if (!$util.isString(message.author))
                        return "author: string expected";
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject"))
                    if (!$util.isString(message.subject))
                        return "subject: string expected";
                if (message.timeUnixUs != null && $Object.hasOwnProperty.call(message, "timeUnixUs"))
                    if (!$util.isInteger(message.timeUnixUs) && !(message.timeUnixUs && $util.isInteger(message.timeUnixUs.low) && $util.isInteger(message.timeUnixUs.high)))
                        return "timeUnixUs: integer|Long expected";
                return null;
            };

            /**
             * Creates a SourceVersion message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.SourceVersion} SourceVersion
             */
            SourceVersion.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.SourceVersion)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.SourceVersion: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.SourceVersion();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.author != null)
                    if (typeof object.author !== "string" || object.author.length)
                        message.author = $String(object.author);
                if (object.subject != null)
                    if (typeof object.subject !== "string" || object.subject.length)
                        message.subject = $String(object.subject);
                if (object.timeUnixUs != null)
                    if (typeof object.timeUnixUs === "object" ? object.timeUnixUs.low || object.timeUnixUs.high : $Number(object.timeUnixUs) !== 0)
                        if ($util.Long)
                            message.timeUnixUs = $util.Long.fromValue(object.timeUnixUs, true);
                        else if (typeof object.timeUnixUs === "string")
                            message.timeUnixUs = $parseInt(object.timeUnixUs, 10);
                        else if (typeof object.timeUnixUs === "number")
                            message.timeUnixUs = object.timeUnixUs;
                        else if (typeof object.timeUnixUs === "object")
                            message.timeUnixUs = new $util.LongBits(object.timeUnixUs.low >>> 0, object.timeUnixUs.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a SourceVersion message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {osg.v1.SourceVersion} message SourceVersion
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SourceVersion.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    object.author = "";
                    object.subject = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.timeUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.timeUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.author != null && $Object.hasOwnProperty.call(message, "author"))
                    object.author = message.author;
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject"))
                    object.subject = message.subject;
                if (message.timeUnixUs != null && $Object.hasOwnProperty.call(message, "timeUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.timeUnixUs = typeof message.timeUnixUs === "number" ? $BigInt(message.timeUnixUs) : $util.Long.fromBits(message.timeUnixUs.low >>> 0, message.timeUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.timeUnixUs === "number")
                        object.timeUnixUs = options.longs === $String ? $String(message.timeUnixUs) : message.timeUnixUs;
                    else
                        object.timeUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.timeUnixUs) : options.longs === $Number ? new $util.LongBits(message.timeUnixUs.low >>> 0, message.timeUnixUs.high >>> 0).toNumber(true) : message.timeUnixUs;
                return object;
            };

            /**
             * Converts this SourceVersion to JSON.
             * @function toJSON
             * @memberof osg.v1.SourceVersion
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SourceVersion.prototype.toJSON = function() {
                return SourceVersion.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SourceVersion
             * @function getTypeUrl
             * @memberof osg.v1.SourceVersion
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SourceVersion.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.SourceVersion";
            };

            return SourceVersion;
        })();

        v1.Ack = (function() {

            /**
             * Properties of an Ack.
             * @typedef {Object} osg.v1.Ack.$Properties
             * @property {number|null} [nonce] Ack nonce
             * @property {number|null} [revision] Ack revision
             * @property {number|null} [receivedUnixUs] Ack receivedUnixUs
             * @property {number|null} [compileUs] Ack compileUs
             * @property {number|null} [publishUs] Ack publishUs
             * @property {number|null} [realisedUnixUs] Ack realisedUnixUs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ack.
             * @memberof osg.v1
             * @interface IAck
             * @augments osg.v1.Ack.$Properties
             * @deprecated Use osg.v1.Ack.$Properties instead.
             */

            /**
             * Shape of an Ack.
             * @typedef {osg.v1.Ack.$Properties} osg.v1.Ack.$Shape
             */

            /**
             * Constructs a new Ack.
             * @memberof osg.v1
             * @classdesc Represents an Ack.
             * @constructor
             * @param {osg.v1.Ack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ack nonce.
             * @member {number} nonce
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack revision.
             * @member {number} revision
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack receivedUnixUs.
             * @member {number} receivedUnixUs
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.receivedUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack compileUs.
             * @member {number} compileUs
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.compileUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack publishUs.
             * @member {number} publishUs
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.publishUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Ack realisedUnixUs.
             * @member {number} realisedUnixUs
             * @memberof osg.v1.Ack
             * @instance
             */
            Ack.prototype.realisedUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Ack instance using the specified properties.
             * @function create
             * @memberof osg.v1.Ack
             * @static
             * @param {osg.v1.Ack.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Ack} Ack instance
             * @type {{
             *   (properties: osg.v1.Ack.$Shape): osg.v1.Ack & osg.v1.Ack.$Shape;
             *   (properties?: osg.v1.Ack.$Properties): osg.v1.Ack;
             * }}
             */
            Ack.create = function(properties) {
                return new Ack(properties);
            };

            /**
             * Encodes the specified Ack message. Does not implicitly {@link osg.v1.Ack.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Ack
             * @static
             * @param {osg.v1.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.nonce);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.revision);
                if (message.receivedUnixUs != null && $Object.hasOwnProperty.call(message, "receivedUnixUs") && (typeof message.receivedUnixUs === "object" ? message.receivedUnixUs.low || message.receivedUnixUs.high : message.receivedUnixUs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.receivedUnixUs);
                if (message.compileUs != null && $Object.hasOwnProperty.call(message, "compileUs") && (typeof message.compileUs === "object" ? message.compileUs.low || message.compileUs.high : message.compileUs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.compileUs);
                if (message.publishUs != null && $Object.hasOwnProperty.call(message, "publishUs") && (typeof message.publishUs === "object" ? message.publishUs.low || message.publishUs.high : message.publishUs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.publishUs);
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs") && (typeof message.realisedUnixUs === "object" ? message.realisedUnixUs.low || message.realisedUnixUs.high : message.realisedUnixUs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.realisedUnixUs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Ack message, length delimited. Does not implicitly {@link osg.v1.Ack.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Ack
             * @static
             * @param {osg.v1.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Ack & osg.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Ack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.receivedUnixUs = value;
                            else
                                delete message.receivedUnixUs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.compileUs = value;
                            else
                                delete message.compileUs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.publishUs = value;
                            else
                                delete message.publishUs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.realisedUnixUs = value;
                            else
                                delete message.realisedUnixUs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Ack message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Ack & osg.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Ack message.
             * @function verify
             * @memberof osg.v1.Ack
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Ack.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.receivedUnixUs != null && $Object.hasOwnProperty.call(message, "receivedUnixUs"))
                    if (!$util.isInteger(message.receivedUnixUs) && !(message.receivedUnixUs && $util.isInteger(message.receivedUnixUs.low) && $util.isInteger(message.receivedUnixUs.high)))
                        return "receivedUnixUs: integer|Long expected";
                if (message.compileUs != null && $Object.hasOwnProperty.call(message, "compileUs"))
                    if (!$util.isInteger(message.compileUs) && !(message.compileUs && $util.isInteger(message.compileUs.low) && $util.isInteger(message.compileUs.high)))
                        return "compileUs: integer|Long expected";
                if (message.publishUs != null && $Object.hasOwnProperty.call(message, "publishUs"))
                    if (!$util.isInteger(message.publishUs) && !(message.publishUs && $util.isInteger(message.publishUs.low) && $util.isInteger(message.publishUs.high)))
                        return "publishUs: integer|Long expected";
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs"))
                    if (!$util.isInteger(message.realisedUnixUs) && !(message.realisedUnixUs && $util.isInteger(message.realisedUnixUs.low) && $util.isInteger(message.realisedUnixUs.high)))
                        return "realisedUnixUs: integer|Long expected";
                return null;
            };

            /**
             * Creates an Ack message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Ack
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Ack} Ack
             */
            Ack.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Ack)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Ack: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Ack();
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.receivedUnixUs != null)
                    if (typeof object.receivedUnixUs === "object" ? object.receivedUnixUs.low || object.receivedUnixUs.high : $Number(object.receivedUnixUs) !== 0)
                        if ($util.Long)
                            message.receivedUnixUs = $util.Long.fromValue(object.receivedUnixUs, true);
                        else if (typeof object.receivedUnixUs === "string")
                            message.receivedUnixUs = $parseInt(object.receivedUnixUs, 10);
                        else if (typeof object.receivedUnixUs === "number")
                            message.receivedUnixUs = object.receivedUnixUs;
                        else if (typeof object.receivedUnixUs === "object")
                            message.receivedUnixUs = new $util.LongBits(object.receivedUnixUs.low >>> 0, object.receivedUnixUs.high >>> 0).toNumber(true);
                if (object.compileUs != null)
                    if (typeof object.compileUs === "object" ? object.compileUs.low || object.compileUs.high : $Number(object.compileUs) !== 0)
                        if ($util.Long)
                            message.compileUs = $util.Long.fromValue(object.compileUs, true);
                        else if (typeof object.compileUs === "string")
                            message.compileUs = $parseInt(object.compileUs, 10);
                        else if (typeof object.compileUs === "number")
                            message.compileUs = object.compileUs;
                        else if (typeof object.compileUs === "object")
                            message.compileUs = new $util.LongBits(object.compileUs.low >>> 0, object.compileUs.high >>> 0).toNumber(true);
                if (object.publishUs != null)
                    if (typeof object.publishUs === "object" ? object.publishUs.low || object.publishUs.high : $Number(object.publishUs) !== 0)
                        if ($util.Long)
                            message.publishUs = $util.Long.fromValue(object.publishUs, true);
                        else if (typeof object.publishUs === "string")
                            message.publishUs = $parseInt(object.publishUs, 10);
                        else if (typeof object.publishUs === "number")
                            message.publishUs = object.publishUs;
                        else if (typeof object.publishUs === "object")
                            message.publishUs = new $util.LongBits(object.publishUs.low >>> 0, object.publishUs.high >>> 0).toNumber(true);
                if (object.realisedUnixUs != null)
                    if (typeof object.realisedUnixUs === "object" ? object.realisedUnixUs.low || object.realisedUnixUs.high : $Number(object.realisedUnixUs) !== 0)
                        if ($util.Long)
                            message.realisedUnixUs = $util.Long.fromValue(object.realisedUnixUs, true);
                        else if (typeof object.realisedUnixUs === "string")
                            message.realisedUnixUs = $parseInt(object.realisedUnixUs, 10);
                        else if (typeof object.realisedUnixUs === "number")
                            message.realisedUnixUs = object.realisedUnixUs;
                        else if (typeof object.realisedUnixUs === "object")
                            message.realisedUnixUs = new $util.LongBits(object.realisedUnixUs.low >>> 0, object.realisedUnixUs.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from an Ack message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Ack
             * @static
             * @param {osg.v1.Ack} message Ack
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Ack.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.receivedUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.receivedUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.compileUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.compileUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.publishUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.publishUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.realisedUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.realisedUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.receivedUnixUs != null && $Object.hasOwnProperty.call(message, "receivedUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.receivedUnixUs = typeof message.receivedUnixUs === "number" ? $BigInt(message.receivedUnixUs) : $util.Long.fromBits(message.receivedUnixUs.low >>> 0, message.receivedUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.receivedUnixUs === "number")
                        object.receivedUnixUs = options.longs === $String ? $String(message.receivedUnixUs) : message.receivedUnixUs;
                    else
                        object.receivedUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.receivedUnixUs) : options.longs === $Number ? new $util.LongBits(message.receivedUnixUs.low >>> 0, message.receivedUnixUs.high >>> 0).toNumber(true) : message.receivedUnixUs;
                if (message.compileUs != null && $Object.hasOwnProperty.call(message, "compileUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.compileUs = typeof message.compileUs === "number" ? $BigInt(message.compileUs) : $util.Long.fromBits(message.compileUs.low >>> 0, message.compileUs.high >>> 0, true).toBigInt();
                    else if (typeof message.compileUs === "number")
                        object.compileUs = options.longs === $String ? $String(message.compileUs) : message.compileUs;
                    else
                        object.compileUs = options.longs === $String ? $util.Long.prototype.toString.call(message.compileUs) : options.longs === $Number ? new $util.LongBits(message.compileUs.low >>> 0, message.compileUs.high >>> 0).toNumber(true) : message.compileUs;
                if (message.publishUs != null && $Object.hasOwnProperty.call(message, "publishUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.publishUs = typeof message.publishUs === "number" ? $BigInt(message.publishUs) : $util.Long.fromBits(message.publishUs.low >>> 0, message.publishUs.high >>> 0, true).toBigInt();
                    else if (typeof message.publishUs === "number")
                        object.publishUs = options.longs === $String ? $String(message.publishUs) : message.publishUs;
                    else
                        object.publishUs = options.longs === $String ? $util.Long.prototype.toString.call(message.publishUs) : options.longs === $Number ? new $util.LongBits(message.publishUs.low >>> 0, message.publishUs.high >>> 0).toNumber(true) : message.publishUs;
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.realisedUnixUs = typeof message.realisedUnixUs === "number" ? $BigInt(message.realisedUnixUs) : $util.Long.fromBits(message.realisedUnixUs.low >>> 0, message.realisedUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.realisedUnixUs === "number")
                        object.realisedUnixUs = options.longs === $String ? $String(message.realisedUnixUs) : message.realisedUnixUs;
                    else
                        object.realisedUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.realisedUnixUs) : options.longs === $Number ? new $util.LongBits(message.realisedUnixUs.low >>> 0, message.realisedUnixUs.high >>> 0).toNumber(true) : message.realisedUnixUs;
                return object;
            };

            /**
             * Converts this Ack to JSON.
             * @function toJSON
             * @memberof osg.v1.Ack
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Ack.prototype.toJSON = function() {
                return Ack.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Ack
             * @function getTypeUrl
             * @memberof osg.v1.Ack
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Ack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Ack";
            };

            return Ack;
        })();

        v1.Nack = (function() {

            /**
             * Properties of a Nack.
             * @typedef {Object} osg.v1.Nack.$Properties
             * @property {number|null} [nonce] Nack nonce
             * @property {number|null} [revision] Nack revision
             * @property {string|null} [code] Nack code
             * @property {string|null} [object] Nack object
             * @property {string|null} [field] Nack field
             * @property {string|null} [reason] Nack reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Nack.
             * @memberof osg.v1
             * @interface INack
             * @augments osg.v1.Nack.$Properties
             * @deprecated Use osg.v1.Nack.$Properties instead.
             */

            /**
             * Shape of a Nack.
             * @typedef {osg.v1.Nack.$Properties} osg.v1.Nack.$Shape
             */

            /**
             * Constructs a new Nack.
             * @memberof osg.v1
             * @classdesc Represents a Nack.
             * @constructor
             * @param {osg.v1.Nack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Nack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Nack nonce.
             * @member {number} nonce
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.nonce = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Nack revision.
             * @member {number} revision
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Nack code.
             * @member {string} code
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.code = "";

            /**
             * Nack object.
             * @member {string} object
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.object = "";

            /**
             * Nack field.
             * @member {string} field
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.field = "";

            /**
             * Nack reason.
             * @member {string} reason
             * @memberof osg.v1.Nack
             * @instance
             */
            Nack.prototype.reason = "";

            /**
             * Creates a new Nack instance using the specified properties.
             * @function create
             * @memberof osg.v1.Nack
             * @static
             * @param {osg.v1.Nack.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Nack} Nack instance
             * @type {{
             *   (properties: osg.v1.Nack.$Shape): osg.v1.Nack & osg.v1.Nack.$Shape;
             *   (properties?: osg.v1.Nack.$Properties): osg.v1.Nack;
             * }}
             */
            Nack.create = function(properties) {
                return new Nack(properties);
            };

            /**
             * Encodes the specified Nack message. Does not implicitly {@link osg.v1.Nack.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Nack
             * @static
             * @param {osg.v1.Nack.$Properties} message Nack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Nack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && (typeof message.nonce === "object" ? message.nonce.low || message.nonce.high : message.nonce !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.nonce);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.revision);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.code);
                if (message.object != null && $Object.hasOwnProperty.call(message, "object") && message.object !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.object);
                if (message.field != null && $Object.hasOwnProperty.call(message, "field") && message.field !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.field);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Nack message, length delimited. Does not implicitly {@link osg.v1.Nack.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Nack
             * @static
             * @param {osg.v1.Nack.$Properties} message Nack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Nack.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Nack message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Nack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Nack & osg.v1.Nack.$Shape} Nack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Nack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Nack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.object = value;
                            else
                                delete message.object;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.field = value;
                            else
                                delete message.field;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Nack message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Nack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Nack & osg.v1.Nack.$Shape} Nack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Nack.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Nack message.
             * @function verify
             * @memberof osg.v1.Nack
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Nack.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (!$util.isInteger(message.nonce) && !(message.nonce && $util.isInteger(message.nonce.low) && $util.isInteger(message.nonce.high)))
                        return "nonce: integer|Long expected";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                if (message.object != null && $Object.hasOwnProperty.call(message, "object"))
                    if (!$util.isString(message.object))
                        return "object: string expected";
                if (message.field != null && $Object.hasOwnProperty.call(message, "field"))
                    if (!$util.isString(message.field))
                        return "field: string expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                return null;
            };

            /**
             * Creates a Nack message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Nack
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Nack} Nack
             */
            Nack.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Nack)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Nack: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Nack();
                if (object.nonce != null)
                    if (typeof object.nonce === "object" ? object.nonce.low || object.nonce.high : $Number(object.nonce) !== 0)
                        if ($util.Long)
                            message.nonce = $util.Long.fromValue(object.nonce, true);
                        else if (typeof object.nonce === "string")
                            message.nonce = $parseInt(object.nonce, 10);
                        else if (typeof object.nonce === "number")
                            message.nonce = object.nonce;
                        else if (typeof object.nonce === "object")
                            message.nonce = new $util.LongBits(object.nonce.low >>> 0, object.nonce.high >>> 0).toNumber(true);
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                if (object.object != null)
                    if (typeof object.object !== "string" || object.object.length)
                        message.object = $String(object.object);
                if (object.field != null)
                    if (typeof object.field !== "string" || object.field.length)
                        message.field = $String(object.field);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                return message;
            };

            /**
             * Creates a plain object from a Nack message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Nack
             * @static
             * @param {osg.v1.Nack} message Nack
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Nack.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.nonce = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.nonce = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.code = "";
                    object.object = "";
                    object.field = "";
                    object.reason = "";
                }
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.nonce = typeof message.nonce === "number" ? $BigInt(message.nonce) : $util.Long.fromBits(message.nonce.low >>> 0, message.nonce.high >>> 0, true).toBigInt();
                    else if (typeof message.nonce === "number")
                        object.nonce = options.longs === $String ? $String(message.nonce) : message.nonce;
                    else
                        object.nonce = options.longs === $String ? $util.Long.prototype.toString.call(message.nonce) : options.longs === $Number ? new $util.LongBits(message.nonce.low >>> 0, message.nonce.high >>> 0).toNumber(true) : message.nonce;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                if (message.object != null && $Object.hasOwnProperty.call(message, "object"))
                    object.object = message.object;
                if (message.field != null && $Object.hasOwnProperty.call(message, "field"))
                    object.field = message.field;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                return object;
            };

            /**
             * Converts this Nack to JSON.
             * @function toJSON
             * @memberof osg.v1.Nack
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Nack.prototype.toJSON = function() {
                return Nack.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Nack
             * @function getTypeUrl
             * @memberof osg.v1.Nack
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Nack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Nack";
            };

            return Nack;
        })();

        v1.AgentStatus = (function() {

            /**
             * Properties of an AgentStatus.
             * @typedef {Object} osg.v1.AgentStatus.$Properties
             * @property {number|null} [desiredRevision] AgentStatus desiredRevision
             * @property {number|null} [realisedRevision] AgentStatus realisedRevision
             * @property {number|null} [realisedUnixUs] AgentStatus realisedUnixUs
             * @property {Array.<osg.v1.EndpointStatus.$Properties>|null} [endpoints] AgentStatus endpoints
             * @property {Array.<osg.v1.Figure.$Properties>|null} [figures] AgentStatus figures
             * @property {string|null} [lastError] AgentStatus lastError
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentStatus.
             * @memberof osg.v1
             * @interface IAgentStatus
             * @augments osg.v1.AgentStatus.$Properties
             * @deprecated Use osg.v1.AgentStatus.$Properties instead.
             */

            /**
             * Shape of an AgentStatus.
             * @typedef {osg.v1.AgentStatus.$Properties} osg.v1.AgentStatus.$Shape
             */

            /**
             * Constructs a new AgentStatus.
             * @memberof osg.v1
             * @classdesc Represents an AgentStatus.
             * @constructor
             * @param {osg.v1.AgentStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentStatus = function (properties) {
                this.endpoints = [];
                this.figures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentStatus desiredRevision.
             * @member {number} desiredRevision
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.desiredRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AgentStatus realisedRevision.
             * @member {number} realisedRevision
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.realisedRevision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AgentStatus realisedUnixUs.
             * @member {number} realisedUnixUs
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.realisedUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * AgentStatus endpoints.
             * @member {Array.<osg.v1.EndpointStatus.$Properties>} endpoints
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.endpoints = $util.emptyArray;

            /**
             * AgentStatus figures.
             * @member {Array.<osg.v1.Figure.$Properties>} figures
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.figures = $util.emptyArray;

            /**
             * AgentStatus lastError.
             * @member {string} lastError
             * @memberof osg.v1.AgentStatus
             * @instance
             */
            AgentStatus.prototype.lastError = "";

            /**
             * Creates a new AgentStatus instance using the specified properties.
             * @function create
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {osg.v1.AgentStatus.$Properties=} [properties] Properties to set
             * @returns {osg.v1.AgentStatus} AgentStatus instance
             * @type {{
             *   (properties: osg.v1.AgentStatus.$Shape): osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape;
             *   (properties?: osg.v1.AgentStatus.$Properties): osg.v1.AgentStatus;
             * }}
             */
            AgentStatus.create = function(properties) {
                return new AgentStatus(properties);
            };

            /**
             * Encodes the specified AgentStatus message. Does not implicitly {@link osg.v1.AgentStatus.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {osg.v1.AgentStatus.$Properties} message AgentStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.desiredRevision != null && $Object.hasOwnProperty.call(message, "desiredRevision") && (typeof message.desiredRevision === "object" ? message.desiredRevision.low || message.desiredRevision.high : message.desiredRevision !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.desiredRevision);
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision") && (typeof message.realisedRevision === "object" ? message.realisedRevision.low || message.realisedRevision.high : message.realisedRevision !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.realisedRevision);
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs") && (typeof message.realisedUnixUs === "object" ? message.realisedUnixUs.low || message.realisedUnixUs.high : message.realisedUnixUs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.realisedUnixUs);
                if (message.endpoints != null && message.endpoints.length)
                    for (let i = 0; i < message.endpoints.length; ++i)
                        $root.osg.v1.EndpointStatus.encode(message.endpoints[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.figures != null && message.figures.length)
                    for (let i = 0; i < message.figures.length; ++i)
                        $root.osg.v1.Figure.encode(message.figures[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.lastError != null && $Object.hasOwnProperty.call(message, "lastError") && message.lastError !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.lastError);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified AgentStatus message, length delimited. Does not implicitly {@link osg.v1.AgentStatus.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {osg.v1.AgentStatus.$Properties} message AgentStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentStatus.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an AgentStatus message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape} AgentStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.AgentStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.desiredRevision = value;
                            else
                                delete message.desiredRevision;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.realisedRevision = value;
                            else
                                delete message.realisedRevision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.realisedUnixUs = value;
                            else
                                delete message.realisedUnixUs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endpoints && message.endpoints.length))
                                message.endpoints = [];
                            message.endpoints.push($root.osg.v1.EndpointStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.figures && message.figures.length))
                                message.figures = [];
                            message.figures.push($root.osg.v1.Figure.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.lastError = value;
                            else
                                delete message.lastError;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an AgentStatus message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.AgentStatus & osg.v1.AgentStatus.$Shape} AgentStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentStatus.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an AgentStatus message.
             * @function verify
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AgentStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.desiredRevision != null && $Object.hasOwnProperty.call(message, "desiredRevision"))
                    if (!$util.isInteger(message.desiredRevision) && !(message.desiredRevision && $util.isInteger(message.desiredRevision.low) && $util.isInteger(message.desiredRevision.high)))
                        return "desiredRevision: integer|Long expected";
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision"))
                    if (!$util.isInteger(message.realisedRevision) && !(message.realisedRevision && $util.isInteger(message.realisedRevision.low) && $util.isInteger(message.realisedRevision.high)))
                        return "realisedRevision: integer|Long expected";
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs"))
                    if (!$util.isInteger(message.realisedUnixUs) && !(message.realisedUnixUs && $util.isInteger(message.realisedUnixUs.low) && $util.isInteger(message.realisedUnixUs.high)))
                        return "realisedUnixUs: integer|Long expected";
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints")) {
                    if (!$Array.isArray(message.endpoints))
                        return "endpoints: array expected";
                    for (let i = 0; i < message.endpoints.length; ++i) {
                        let error = $root.osg.v1.EndpointStatus.verify(message.endpoints[i], _depth + 1);
                        if (error)
                            return "endpoints." + error;
                    }
                }
                if (message.figures != null && $Object.hasOwnProperty.call(message, "figures")) {
                    if (!$Array.isArray(message.figures))
                        return "figures: array expected";
                    for (let i = 0; i < message.figures.length; ++i) {
                        let error = $root.osg.v1.Figure.verify(message.figures[i], _depth + 1);
                        if (error)
                            return "figures." + error;
                    }
                }
                if (message.lastError != null && $Object.hasOwnProperty.call(message, "lastError"))
                    if (!$util.isString(message.lastError))
                        return "lastError: string expected";
                return null;
            };

            /**
             * Creates an AgentStatus message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.AgentStatus} AgentStatus
             */
            AgentStatus.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.AgentStatus)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.AgentStatus: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.AgentStatus();
                if (object.desiredRevision != null)
                    if (typeof object.desiredRevision === "object" ? object.desiredRevision.low || object.desiredRevision.high : $Number(object.desiredRevision) !== 0)
                        if ($util.Long)
                            message.desiredRevision = $util.Long.fromValue(object.desiredRevision, true);
                        else if (typeof object.desiredRevision === "string")
                            message.desiredRevision = $parseInt(object.desiredRevision, 10);
                        else if (typeof object.desiredRevision === "number")
                            message.desiredRevision = object.desiredRevision;
                        else if (typeof object.desiredRevision === "object")
                            message.desiredRevision = new $util.LongBits(object.desiredRevision.low >>> 0, object.desiredRevision.high >>> 0).toNumber(true);
                if (object.realisedRevision != null)
                    if (typeof object.realisedRevision === "object" ? object.realisedRevision.low || object.realisedRevision.high : $Number(object.realisedRevision) !== 0)
                        if ($util.Long)
                            message.realisedRevision = $util.Long.fromValue(object.realisedRevision, true);
                        else if (typeof object.realisedRevision === "string")
                            message.realisedRevision = $parseInt(object.realisedRevision, 10);
                        else if (typeof object.realisedRevision === "number")
                            message.realisedRevision = object.realisedRevision;
                        else if (typeof object.realisedRevision === "object")
                            message.realisedRevision = new $util.LongBits(object.realisedRevision.low >>> 0, object.realisedRevision.high >>> 0).toNumber(true);
                if (object.realisedUnixUs != null)
                    if (typeof object.realisedUnixUs === "object" ? object.realisedUnixUs.low || object.realisedUnixUs.high : $Number(object.realisedUnixUs) !== 0)
                        if ($util.Long)
                            message.realisedUnixUs = $util.Long.fromValue(object.realisedUnixUs, true);
                        else if (typeof object.realisedUnixUs === "string")
                            message.realisedUnixUs = $parseInt(object.realisedUnixUs, 10);
                        else if (typeof object.realisedUnixUs === "number")
                            message.realisedUnixUs = object.realisedUnixUs;
                        else if (typeof object.realisedUnixUs === "object")
                            message.realisedUnixUs = new $util.LongBits(object.realisedUnixUs.low >>> 0, object.realisedUnixUs.high >>> 0).toNumber(true);
                if (object.endpoints) {
                    if (!$Array.isArray(object.endpoints))
                        throw $TypeError(".osg.v1.AgentStatus.endpoints: array expected");
                    message.endpoints = $Array(object.endpoints.length);
                    for (let i = 0; i < object.endpoints.length; ++i) {
                        if (!$util.isObject(object.endpoints[i]))
                            throw $TypeError(".osg.v1.AgentStatus.endpoints: object expected");
                        message.endpoints[i] = $root.osg.v1.EndpointStatus.fromObject(object.endpoints[i], _depth + 1);
                    }
                }
                if (object.figures) {
                    if (!$Array.isArray(object.figures))
                        throw $TypeError(".osg.v1.AgentStatus.figures: array expected");
                    message.figures = $Array(object.figures.length);
                    for (let i = 0; i < object.figures.length; ++i) {
                        if (!$util.isObject(object.figures[i]))
                            throw $TypeError(".osg.v1.AgentStatus.figures: object expected");
                        message.figures[i] = $root.osg.v1.Figure.fromObject(object.figures[i], _depth + 1);
                    }
                }
                if (object.lastError != null)
                    if (typeof object.lastError !== "string" || object.lastError.length)
                        message.lastError = $String(object.lastError);
                return message;
            };

            /**
             * Creates a plain object from an AgentStatus message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {osg.v1.AgentStatus} message AgentStatus
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AgentStatus.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.endpoints = [];
                    object.figures = [];
                }
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.desiredRevision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.desiredRevision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.realisedRevision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.realisedRevision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.realisedUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.realisedUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.lastError = "";
                }
                if (message.desiredRevision != null && $Object.hasOwnProperty.call(message, "desiredRevision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.desiredRevision = typeof message.desiredRevision === "number" ? $BigInt(message.desiredRevision) : $util.Long.fromBits(message.desiredRevision.low >>> 0, message.desiredRevision.high >>> 0, true).toBigInt();
                    else if (typeof message.desiredRevision === "number")
                        object.desiredRevision = options.longs === $String ? $String(message.desiredRevision) : message.desiredRevision;
                    else
                        object.desiredRevision = options.longs === $String ? $util.Long.prototype.toString.call(message.desiredRevision) : options.longs === $Number ? new $util.LongBits(message.desiredRevision.low >>> 0, message.desiredRevision.high >>> 0).toNumber(true) : message.desiredRevision;
                if (message.realisedRevision != null && $Object.hasOwnProperty.call(message, "realisedRevision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.realisedRevision = typeof message.realisedRevision === "number" ? $BigInt(message.realisedRevision) : $util.Long.fromBits(message.realisedRevision.low >>> 0, message.realisedRevision.high >>> 0, true).toBigInt();
                    else if (typeof message.realisedRevision === "number")
                        object.realisedRevision = options.longs === $String ? $String(message.realisedRevision) : message.realisedRevision;
                    else
                        object.realisedRevision = options.longs === $String ? $util.Long.prototype.toString.call(message.realisedRevision) : options.longs === $Number ? new $util.LongBits(message.realisedRevision.low >>> 0, message.realisedRevision.high >>> 0).toNumber(true) : message.realisedRevision;
                if (message.realisedUnixUs != null && $Object.hasOwnProperty.call(message, "realisedUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.realisedUnixUs = typeof message.realisedUnixUs === "number" ? $BigInt(message.realisedUnixUs) : $util.Long.fromBits(message.realisedUnixUs.low >>> 0, message.realisedUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.realisedUnixUs === "number")
                        object.realisedUnixUs = options.longs === $String ? $String(message.realisedUnixUs) : message.realisedUnixUs;
                    else
                        object.realisedUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.realisedUnixUs) : options.longs === $Number ? new $util.LongBits(message.realisedUnixUs.low >>> 0, message.realisedUnixUs.high >>> 0).toNumber(true) : message.realisedUnixUs;
                if (message.endpoints && message.endpoints.length) {
                    object.endpoints = $Array(message.endpoints.length);
                    for (let j = 0; j < message.endpoints.length; ++j)
                        object.endpoints[j] = $root.osg.v1.EndpointStatus.toObject(message.endpoints[j], options, _depth + 1);
                }
                if (message.figures && message.figures.length) {
                    object.figures = $Array(message.figures.length);
                    for (let j = 0; j < message.figures.length; ++j)
                        object.figures[j] = $root.osg.v1.Figure.toObject(message.figures[j], options, _depth + 1);
                }
                if (message.lastError != null && $Object.hasOwnProperty.call(message, "lastError"))
                    object.lastError = message.lastError;
                return object;
            };

            /**
             * Converts this AgentStatus to JSON.
             * @function toJSON
             * @memberof osg.v1.AgentStatus
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AgentStatus.prototype.toJSON = function() {
                return AgentStatus.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for AgentStatus
             * @function getTypeUrl
             * @memberof osg.v1.AgentStatus
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            AgentStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.AgentStatus";
            };

            return AgentStatus;
        })();

        v1.EndpointStatus = (function() {

            /**
             * Properties of an EndpointStatus.
             * @typedef {Object} osg.v1.EndpointStatus.$Properties
             * @property {string|null} [id] EndpointStatus id
             * @property {string|null} [state] EndpointStatus state
             * @property {string|null} [detail] EndpointStatus detail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EndpointStatus.
             * @memberof osg.v1
             * @interface IEndpointStatus
             * @augments osg.v1.EndpointStatus.$Properties
             * @deprecated Use osg.v1.EndpointStatus.$Properties instead.
             */

            /**
             * Shape of an EndpointStatus.
             * @typedef {osg.v1.EndpointStatus.$Properties} osg.v1.EndpointStatus.$Shape
             */

            /**
             * Constructs a new EndpointStatus.
             * @memberof osg.v1
             * @classdesc Represents an EndpointStatus.
             * @constructor
             * @param {osg.v1.EndpointStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EndpointStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EndpointStatus id.
             * @member {string} id
             * @memberof osg.v1.EndpointStatus
             * @instance
             */
            EndpointStatus.prototype.id = "";

            /**
             * EndpointStatus state.
             * @member {string} state
             * @memberof osg.v1.EndpointStatus
             * @instance
             */
            EndpointStatus.prototype.state = "";

            /**
             * EndpointStatus detail.
             * @member {string} detail
             * @memberof osg.v1.EndpointStatus
             * @instance
             */
            EndpointStatus.prototype.detail = "";

            /**
             * Creates a new EndpointStatus instance using the specified properties.
             * @function create
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {osg.v1.EndpointStatus.$Properties=} [properties] Properties to set
             * @returns {osg.v1.EndpointStatus} EndpointStatus instance
             * @type {{
             *   (properties: osg.v1.EndpointStatus.$Shape): osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape;
             *   (properties?: osg.v1.EndpointStatus.$Properties): osg.v1.EndpointStatus;
             * }}
             */
            EndpointStatus.create = function(properties) {
                return new EndpointStatus(properties);
            };

            /**
             * Encodes the specified EndpointStatus message. Does not implicitly {@link osg.v1.EndpointStatus.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {osg.v1.EndpointStatus.$Properties} message EndpointStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EndpointStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.state);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.detail);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified EndpointStatus message, length delimited. Does not implicitly {@link osg.v1.EndpointStatus.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {osg.v1.EndpointStatus.$Properties} message EndpointStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EndpointStatus.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an EndpointStatus message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape} EndpointStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EndpointStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.EndpointStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an EndpointStatus message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.EndpointStatus & osg.v1.EndpointStatus.$Shape} EndpointStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EndpointStatus.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an EndpointStatus message.
             * @function verify
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            EndpointStatus.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    if (!$util.isString(message.state))
                        return "state: string expected";
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                    if (!$util.isString(message.detail))
                        return "detail: string expected";
                return null;
            };

            /**
             * Creates an EndpointStatus message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.EndpointStatus} EndpointStatus
             */
            EndpointStatus.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.EndpointStatus)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.EndpointStatus: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.EndpointStatus();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.state != null)
                    if (typeof object.state !== "string" || object.state.length)
                        message.state = $String(object.state);
                if (object.detail != null)
                    if (typeof object.detail !== "string" || object.detail.length)
                        message.detail = $String(object.detail);
                return message;
            };

            /**
             * Creates a plain object from an EndpointStatus message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {osg.v1.EndpointStatus} message EndpointStatus
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            EndpointStatus.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    object.state = "";
                    object.detail = "";
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = message.state;
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail"))
                    object.detail = message.detail;
                return object;
            };

            /**
             * Converts this EndpointStatus to JSON.
             * @function toJSON
             * @memberof osg.v1.EndpointStatus
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            EndpointStatus.prototype.toJSON = function() {
                return EndpointStatus.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for EndpointStatus
             * @function getTypeUrl
             * @memberof osg.v1.EndpointStatus
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            EndpointStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.EndpointStatus";
            };

            return EndpointStatus;
        })();

        v1.Figure = (function() {

            /**
             * Properties of a Figure.
             * @typedef {Object} osg.v1.Figure.$Properties
             * @property {string|null} [name] Figure name
             * @property {number|null} [value] Figure value
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Figure.
             * @memberof osg.v1
             * @interface IFigure
             * @augments osg.v1.Figure.$Properties
             * @deprecated Use osg.v1.Figure.$Properties instead.
             */

            /**
             * Shape of a Figure.
             * @typedef {osg.v1.Figure.$Properties} osg.v1.Figure.$Shape
             */

            /**
             * Constructs a new Figure.
             * @memberof osg.v1
             * @classdesc Represents a Figure.
             * @constructor
             * @param {osg.v1.Figure.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Figure = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Figure name.
             * @member {string} name
             * @memberof osg.v1.Figure
             * @instance
             */
            Figure.prototype.name = "";

            /**
             * Figure value.
             * @member {number} value
             * @memberof osg.v1.Figure
             * @instance
             */
            Figure.prototype.value = 0;

            /**
             * Creates a new Figure instance using the specified properties.
             * @function create
             * @memberof osg.v1.Figure
             * @static
             * @param {osg.v1.Figure.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Figure} Figure instance
             * @type {{
             *   (properties: osg.v1.Figure.$Shape): osg.v1.Figure & osg.v1.Figure.$Shape;
             *   (properties?: osg.v1.Figure.$Properties): osg.v1.Figure;
             * }}
             */
            Figure.create = function(properties) {
                return new Figure(properties);
            };

            /**
             * Encodes the specified Figure message. Does not implicitly {@link osg.v1.Figure.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Figure
             * @static
             * @param {osg.v1.Figure.$Properties} message Figure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Figure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.value != null && $Object.hasOwnProperty.call(message, "value") && !$Object.is(message.value, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.value);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Figure message, length delimited. Does not implicitly {@link osg.v1.Figure.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Figure
             * @static
             * @param {osg.v1.Figure.$Properties} message Figure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Figure.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Figure message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Figure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Figure & osg.v1.Figure.$Shape} Figure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Figure.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Figure();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.value = value;
                            else
                                delete message.value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Figure message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Figure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Figure & osg.v1.Figure.$Shape} Figure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Figure.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Figure message.
             * @function verify
             * @memberof osg.v1.Figure
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Figure.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    if (typeof message.value !== "number")
                        return "value: number expected";
                return null;
            };

            /**
             * Creates a Figure message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Figure
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Figure} Figure
             */
            Figure.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Figure)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Figure: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Figure();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.value != null)
                    if (!$Object.is($Number(object.value), 0))
                        message.value = $Number(object.value);
                return message;
            };

            /**
             * Creates a plain object from a Figure message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Figure
             * @static
             * @param {osg.v1.Figure} message Figure
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Figure.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.name = "";
                    object.value = 0;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.value != null && $Object.hasOwnProperty.call(message, "value"))
                    object.value = options.json && !$isFinite(message.value) ? $String(message.value) : message.value;
                return object;
            };

            /**
             * Converts this Figure to JSON.
             * @function toJSON
             * @memberof osg.v1.Figure
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Figure.prototype.toJSON = function() {
                return Figure.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Figure
             * @function getTypeUrl
             * @memberof osg.v1.Figure
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Figure.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Figure";
            };

            return Figure;
        })();

        v1.NodeViewPart = (function() {

            /**
             * Properties of a NodeViewPart.
             * @typedef {Object} osg.v1.NodeViewPart.$Properties
             * @property {string|null} [node] NodeViewPart node
             * @property {Array.<Uint8Array>|null} [nodeAddresses] NodeViewPart nodeAddresses
             * @property {boolean|null} [allowNodeProbes] NodeViewPart allowNodeProbes
             * @property {Array.<osg.v1.Endpoint.$Properties>|null} [endpoints] NodeViewPart endpoints
             * @property {Array.<osg.v1.NodePolicy.$Properties>|null} [policies] NodeViewPart policies
             * @property {Array.<osg.v1.AddressSet.$Properties>|null} [sets] NodeViewPart sets
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NodeViewPart.
             * @memberof osg.v1
             * @interface INodeViewPart
             * @augments osg.v1.NodeViewPart.$Properties
             * @deprecated Use osg.v1.NodeViewPart.$Properties instead.
             */

            /**
             * Shape of a NodeViewPart.
             * @typedef {osg.v1.NodeViewPart.$Properties} osg.v1.NodeViewPart.$Shape
             */

            /**
             * Constructs a new NodeViewPart.
             * @memberof osg.v1
             * @classdesc Represents a NodeViewPart.
             * @constructor
             * @param {osg.v1.NodeViewPart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NodeViewPart = function (properties) {
                this.nodeAddresses = [];
                this.endpoints = [];
                this.policies = [];
                this.sets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NodeViewPart node.
             * @member {string} node
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.node = "";

            /**
             * NodeViewPart nodeAddresses.
             * @member {Array.<Uint8Array>} nodeAddresses
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.nodeAddresses = $util.emptyArray;

            /**
             * NodeViewPart allowNodeProbes.
             * @member {boolean} allowNodeProbes
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.allowNodeProbes = false;

            /**
             * NodeViewPart endpoints.
             * @member {Array.<osg.v1.Endpoint.$Properties>} endpoints
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.endpoints = $util.emptyArray;

            /**
             * NodeViewPart policies.
             * @member {Array.<osg.v1.NodePolicy.$Properties>} policies
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.policies = $util.emptyArray;

            /**
             * NodeViewPart sets.
             * @member {Array.<osg.v1.AddressSet.$Properties>} sets
             * @memberof osg.v1.NodeViewPart
             * @instance
             */
            NodeViewPart.prototype.sets = $util.emptyArray;

            /**
             * Creates a new NodeViewPart instance using the specified properties.
             * @function create
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {osg.v1.NodeViewPart.$Properties=} [properties] Properties to set
             * @returns {osg.v1.NodeViewPart} NodeViewPart instance
             * @type {{
             *   (properties: osg.v1.NodeViewPart.$Shape): osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape;
             *   (properties?: osg.v1.NodeViewPart.$Properties): osg.v1.NodeViewPart;
             * }}
             */
            NodeViewPart.create = function(properties) {
                return new NodeViewPart(properties);
            };

            /**
             * Encodes the specified NodeViewPart message. Does not implicitly {@link osg.v1.NodeViewPart.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {osg.v1.NodeViewPart.$Properties} message NodeViewPart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodeViewPart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.node);
                if (message.nodeAddresses != null && message.nodeAddresses.length)
                    for (let i = 0; i < message.nodeAddresses.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.nodeAddresses[i]);
                if (message.allowNodeProbes != null && $Object.hasOwnProperty.call(message, "allowNodeProbes") && message.allowNodeProbes !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.allowNodeProbes);
                if (message.endpoints != null && message.endpoints.length)
                    for (let i = 0; i < message.endpoints.length; ++i)
                        $root.osg.v1.Endpoint.encode(message.endpoints[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.policies != null && message.policies.length)
                    for (let i = 0; i < message.policies.length; ++i)
                        $root.osg.v1.NodePolicy.encode(message.policies[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.sets != null && message.sets.length)
                    for (let i = 0; i < message.sets.length; ++i)
                        $root.osg.v1.AddressSet.encode(message.sets[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified NodeViewPart message, length delimited. Does not implicitly {@link osg.v1.NodeViewPart.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {osg.v1.NodeViewPart.$Properties} message NodeViewPart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodeViewPart.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a NodeViewPart message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape} NodeViewPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodeViewPart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.NodeViewPart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.nodeAddresses && message.nodeAddresses.length))
                                message.nodeAddresses = [];
                            message.nodeAddresses.push(reader.bytes());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.allowNodeProbes = value;
                            else
                                delete message.allowNodeProbes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endpoints && message.endpoints.length))
                                message.endpoints = [];
                            message.endpoints.push($root.osg.v1.Endpoint.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.policies && message.policies.length))
                                message.policies = [];
                            message.policies.push($root.osg.v1.NodePolicy.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sets && message.sets.length))
                                message.sets = [];
                            message.sets.push($root.osg.v1.AddressSet.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a NodeViewPart message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.NodeViewPart & osg.v1.NodeViewPart.$Shape} NodeViewPart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodeViewPart.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a NodeViewPart message.
             * @function verify
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            NodeViewPart.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.nodeAddresses != null && $Object.hasOwnProperty.call(message, "nodeAddresses")) {
                    if (!$Array.isArray(message.nodeAddresses))
                        return "nodeAddresses: array expected";
                    for (let i = 0; i < message.nodeAddresses.length; ++i)
                        if (!(message.nodeAddresses[i] && typeof message.nodeAddresses[i].length === "number" || $util.isString(message.nodeAddresses[i])))
                            return "nodeAddresses: buffer[] expected";
                }
                if (message.allowNodeProbes != null && $Object.hasOwnProperty.call(message, "allowNodeProbes"))
                    if (typeof message.allowNodeProbes !== "boolean")
                        return "allowNodeProbes: boolean expected";
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints")) {
                    if (!$Array.isArray(message.endpoints))
                        return "endpoints: array expected";
                    for (let i = 0; i < message.endpoints.length; ++i) {
                        let error = $root.osg.v1.Endpoint.verify(message.endpoints[i], _depth + 1);
                        if (error)
                            return "endpoints." + error;
                    }
                }
                if (message.policies != null && $Object.hasOwnProperty.call(message, "policies")) {
                    if (!$Array.isArray(message.policies))
                        return "policies: array expected";
                    for (let i = 0; i < message.policies.length; ++i) {
                        let error = $root.osg.v1.NodePolicy.verify(message.policies[i], _depth + 1);
                        if (error)
                            return "policies." + error;
                    }
                }
                if (message.sets != null && $Object.hasOwnProperty.call(message, "sets")) {
                    if (!$Array.isArray(message.sets))
                        return "sets: array expected";
                    for (let i = 0; i < message.sets.length; ++i) {
                        let error = $root.osg.v1.AddressSet.verify(message.sets[i], _depth + 1);
                        if (error)
                            return "sets." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a NodeViewPart message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.NodeViewPart} NodeViewPart
             */
            NodeViewPart.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.NodeViewPart)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.NodeViewPart: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.NodeViewPart();
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.nodeAddresses) {
                    if (!$Array.isArray(object.nodeAddresses))
                        throw $TypeError(".osg.v1.NodeViewPart.nodeAddresses: array expected");
                    message.nodeAddresses = $Array(object.nodeAddresses.length);
                    for (let i = 0; i < object.nodeAddresses.length; ++i)
                        if (typeof object.nodeAddresses[i] === "string")
                            $util.base64.decode(object.nodeAddresses[i], message.nodeAddresses[i] = $util.newBuffer($util.base64.length(object.nodeAddresses[i])), 0);
                        else if (object.nodeAddresses[i].length >= 0)
                            message.nodeAddresses[i] = object.nodeAddresses[i];
                }
                if (object.allowNodeProbes != null)
                    if (object.allowNodeProbes)
                        message.allowNodeProbes = $Boolean(object.allowNodeProbes);
                if (object.endpoints) {
                    if (!$Array.isArray(object.endpoints))
                        throw $TypeError(".osg.v1.NodeViewPart.endpoints: array expected");
                    message.endpoints = $Array(object.endpoints.length);
                    for (let i = 0; i < object.endpoints.length; ++i) {
                        if (!$util.isObject(object.endpoints[i]))
                            throw $TypeError(".osg.v1.NodeViewPart.endpoints: object expected");
                        message.endpoints[i] = $root.osg.v1.Endpoint.fromObject(object.endpoints[i], _depth + 1);
                    }
                }
                if (object.policies) {
                    if (!$Array.isArray(object.policies))
                        throw $TypeError(".osg.v1.NodeViewPart.policies: array expected");
                    message.policies = $Array(object.policies.length);
                    for (let i = 0; i < object.policies.length; ++i) {
                        if (!$util.isObject(object.policies[i]))
                            throw $TypeError(".osg.v1.NodeViewPart.policies: object expected");
                        message.policies[i] = $root.osg.v1.NodePolicy.fromObject(object.policies[i], _depth + 1);
                    }
                }
                if (object.sets) {
                    if (!$Array.isArray(object.sets))
                        throw $TypeError(".osg.v1.NodeViewPart.sets: array expected");
                    message.sets = $Array(object.sets.length);
                    for (let i = 0; i < object.sets.length; ++i) {
                        if (!$util.isObject(object.sets[i]))
                            throw $TypeError(".osg.v1.NodeViewPart.sets: object expected");
                        message.sets[i] = $root.osg.v1.AddressSet.fromObject(object.sets[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a NodeViewPart message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {osg.v1.NodeViewPart} message NodeViewPart
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NodeViewPart.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.nodeAddresses = [];
                    object.endpoints = [];
                    object.policies = [];
                    object.sets = [];
                }
                if (options.defaults) {
                    object.node = "";
                    object.allowNodeProbes = false;
                }
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.nodeAddresses && message.nodeAddresses.length) {
                    object.nodeAddresses = $Array(message.nodeAddresses.length);
                    for (let j = 0; j < message.nodeAddresses.length; ++j)
                        object.nodeAddresses[j] = options.bytes === $String ? $util.base64.encode(message.nodeAddresses[j], 0, message.nodeAddresses[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nodeAddresses[j]) : message.nodeAddresses[j];
                }
                if (message.allowNodeProbes != null && $Object.hasOwnProperty.call(message, "allowNodeProbes"))
                    object.allowNodeProbes = message.allowNodeProbes;
                if (message.endpoints && message.endpoints.length) {
                    object.endpoints = $Array(message.endpoints.length);
                    for (let j = 0; j < message.endpoints.length; ++j)
                        object.endpoints[j] = $root.osg.v1.Endpoint.toObject(message.endpoints[j], options, _depth + 1);
                }
                if (message.policies && message.policies.length) {
                    object.policies = $Array(message.policies.length);
                    for (let j = 0; j < message.policies.length; ++j)
                        object.policies[j] = $root.osg.v1.NodePolicy.toObject(message.policies[j], options, _depth + 1);
                }
                if (message.sets && message.sets.length) {
                    object.sets = $Array(message.sets.length);
                    for (let j = 0; j < message.sets.length; ++j)
                        object.sets[j] = $root.osg.v1.AddressSet.toObject(message.sets[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this NodeViewPart to JSON.
             * @function toJSON
             * @memberof osg.v1.NodeViewPart
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NodeViewPart.prototype.toJSON = function() {
                return NodeViewPart.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for NodeViewPart
             * @function getTypeUrl
             * @memberof osg.v1.NodeViewPart
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            NodeViewPart.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.NodeViewPart";
            };

            return NodeViewPart;
        })();

        v1.Endpoint = (function() {

            /**
             * Properties of an Endpoint.
             * @typedef {Object} osg.v1.Endpoint.$Properties
             * @property {string|null} [id] Endpoint id
             * @property {string|null} [namespace] Endpoint namespace
             * @property {string|null} [name] Endpoint name
             * @property {Object.<string,string>|null} [labels] Endpoint labels
             * @property {Array.<Uint8Array>|null} [addresses] Endpoint addresses
             * @property {Array.<osg.v1.Prefix.$Properties>|null} [allowedAddresses] Endpoint allowedAddresses
             * @property {osg.v1.Attach.$Properties|null} [attach] Endpoint attach
             * @property {Array.<string>|null} [policies] Endpoint policies
             * @property {boolean|null} [unselectedIngressDeny] Endpoint unselectedIngressDeny
             * @property {boolean|null} [unselectedEgressDeny] Endpoint unselectedEgressDeny
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Endpoint.
             * @memberof osg.v1
             * @interface IEndpoint
             * @augments osg.v1.Endpoint.$Properties
             * @deprecated Use osg.v1.Endpoint.$Properties instead.
             */

            /**
             * Shape of an Endpoint.
             * @typedef {osg.v1.Endpoint.$Properties} osg.v1.Endpoint.$Shape
             */

            /**
             * Constructs a new Endpoint.
             * @memberof osg.v1
             * @classdesc Represents an Endpoint.
             * @constructor
             * @param {osg.v1.Endpoint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Endpoint = function (properties) {
                this.labels = {};
                this.addresses = [];
                this.allowedAddresses = [];
                this.policies = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Endpoint id.
             * @member {string} id
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.id = "";

            /**
             * Endpoint namespace.
             * @member {string} namespace
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.namespace = "";

            /**
             * Endpoint name.
             * @member {string} name
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.name = "";

            /**
             * Endpoint labels.
             * @member {Object.<string,string>} labels
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.labels = $util.emptyObject;

            /**
             * Endpoint addresses.
             * @member {Array.<Uint8Array>} addresses
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.addresses = $util.emptyArray;

            /**
             * Endpoint allowedAddresses.
             * @member {Array.<osg.v1.Prefix.$Properties>} allowedAddresses
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.allowedAddresses = $util.emptyArray;

            /**
             * Endpoint attach.
             * @member {osg.v1.Attach.$Properties|null|undefined} attach
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.attach = null;

            /**
             * Endpoint policies.
             * @member {Array.<string>} policies
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.policies = $util.emptyArray;

            /**
             * Endpoint unselectedIngressDeny.
             * @member {boolean} unselectedIngressDeny
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.unselectedIngressDeny = false;

            /**
             * Endpoint unselectedEgressDeny.
             * @member {boolean} unselectedEgressDeny
             * @memberof osg.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.unselectedEgressDeny = false;

            /**
             * Creates a new Endpoint instance using the specified properties.
             * @function create
             * @memberof osg.v1.Endpoint
             * @static
             * @param {osg.v1.Endpoint.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Endpoint} Endpoint instance
             * @type {{
             *   (properties: osg.v1.Endpoint.$Shape): osg.v1.Endpoint & osg.v1.Endpoint.$Shape;
             *   (properties?: osg.v1.Endpoint.$Properties): osg.v1.Endpoint;
             * }}
             */
            Endpoint.create = function(properties) {
                return new Endpoint(properties);
            };

            /**
             * Encodes the specified Endpoint message. Does not implicitly {@link osg.v1.Endpoint.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Endpoint
             * @static
             * @param {osg.v1.Endpoint.$Properties} message Endpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Endpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.namespace);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.addresses[i]);
                if (message.allowedAddresses != null && message.allowedAddresses.length)
                    for (let i = 0; i < message.allowedAddresses.length; ++i)
                        $root.osg.v1.Prefix.encode(message.allowedAddresses[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach"))
                    $root.osg.v1.Attach.encode(message.attach, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.policies != null && message.policies.length)
                    for (let i = 0; i < message.policies.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.policies[i]);
                if (message.unselectedIngressDeny != null && $Object.hasOwnProperty.call(message, "unselectedIngressDeny") && message.unselectedIngressDeny !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.unselectedIngressDeny);
                if (message.unselectedEgressDeny != null && $Object.hasOwnProperty.call(message, "unselectedEgressDeny") && message.unselectedEgressDeny !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.unselectedEgressDeny);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Endpoint message, length delimited. Does not implicitly {@link osg.v1.Endpoint.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Endpoint
             * @static
             * @param {osg.v1.Endpoint.$Properties} message Endpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Endpoint.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Endpoint message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Endpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Endpoint & osg.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Endpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Endpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namespace = value;
                            else
                                delete message.namespace;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.allowedAddresses && message.allowedAddresses.length))
                                message.allowedAddresses = [];
                            message.allowedAddresses.push($root.osg.v1.Prefix.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.attach = $root.osg.v1.Attach.decode(reader, reader.size(), $undefined, _depth + 1, message.attach);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.policies && message.policies.length))
                                message.policies = [];
                            message.policies.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.unselectedIngressDeny = value;
                            else
                                delete message.unselectedIngressDeny;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.unselectedEgressDeny = value;
                            else
                                delete message.unselectedEgressDeny;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Endpoint message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Endpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Endpoint & osg.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Endpoint.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Endpoint message.
             * @function verify
             * @memberof osg.v1.Endpoint
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Endpoint.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace"))
                    if (!$util.isString(message.namespace))
                        return "namespace: string expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels")) {
                    if (!$util.isObject(message.labels))
                        return "labels: object expected";
                    let key = $Object.keys(message.labels);
                    for (let i = 0; i < key.length; ++i)
                        if (!$util.isString(message.labels[key[i]]))
                            return "labels: string{k:string} expected";
                }
                if (message.addresses != null && $Object.hasOwnProperty.call(message, "addresses")) {
                    if (!$Array.isArray(message.addresses))
                        return "addresses: array expected";
                    for (let i = 0; i < message.addresses.length; ++i)
                        if (!(message.addresses[i] && typeof message.addresses[i].length === "number" || $util.isString(message.addresses[i])))
                            return "addresses: buffer[] expected";
                }
                if (message.allowedAddresses != null && $Object.hasOwnProperty.call(message, "allowedAddresses")) {
                    if (!$Array.isArray(message.allowedAddresses))
                        return "allowedAddresses: array expected";
                    for (let i = 0; i < message.allowedAddresses.length; ++i) {
                        let error = $root.osg.v1.Prefix.verify(message.allowedAddresses[i], _depth + 1);
                        if (error)
                            return "allowedAddresses." + error;
                    }
                }
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach")) {
                    let error = $root.osg.v1.Attach.verify(message.attach, _depth + 1);
                    if (error)
                        return "attach." + error;
                }
                if (message.policies != null && $Object.hasOwnProperty.call(message, "policies")) {
                    if (!$Array.isArray(message.policies))
                        return "policies: array expected";
                    for (let i = 0; i < message.policies.length; ++i)
                        if (!$util.isString(message.policies[i]))
                            return "policies: string[] expected";
                }
                if (message.unselectedIngressDeny != null && $Object.hasOwnProperty.call(message, "unselectedIngressDeny"))
                    if (typeof message.unselectedIngressDeny !== "boolean")
                        return "unselectedIngressDeny: boolean expected";
                if (message.unselectedEgressDeny != null && $Object.hasOwnProperty.call(message, "unselectedEgressDeny"))
                    if (typeof message.unselectedEgressDeny !== "boolean")
                        return "unselectedEgressDeny: boolean expected";
                return null;
            };

            /**
             * Creates an Endpoint message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Endpoint
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Endpoint} Endpoint
             */
            Endpoint.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Endpoint)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Endpoint: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Endpoint();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.namespace != null)
                    if (typeof object.namespace !== "string" || object.namespace.length)
                        message.namespace = $String(object.namespace);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.labels) {
                    if (!$util.isObject(object.labels))
                        throw $TypeError(".osg.v1.Endpoint.labels: object expected");
                    message.labels = {};
                    for (let keys = $Object.keys(object.labels), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.labels, keys[i]);
                        message.labels[keys[i]] = $String(object.labels[keys[i]]);
                    }
                }
                if (object.addresses) {
                    if (!$Array.isArray(object.addresses))
                        throw $TypeError(".osg.v1.Endpoint.addresses: array expected");
                    message.addresses = $Array(object.addresses.length);
                    for (let i = 0; i < object.addresses.length; ++i)
                        if (typeof object.addresses[i] === "string")
                            $util.base64.decode(object.addresses[i], message.addresses[i] = $util.newBuffer($util.base64.length(object.addresses[i])), 0);
                        else if (object.addresses[i].length >= 0)
                            message.addresses[i] = object.addresses[i];
                }
                if (object.allowedAddresses) {
                    if (!$Array.isArray(object.allowedAddresses))
                        throw $TypeError(".osg.v1.Endpoint.allowedAddresses: array expected");
                    message.allowedAddresses = $Array(object.allowedAddresses.length);
                    for (let i = 0; i < object.allowedAddresses.length; ++i) {
                        if (!$util.isObject(object.allowedAddresses[i]))
                            throw $TypeError(".osg.v1.Endpoint.allowedAddresses: object expected");
                        message.allowedAddresses[i] = $root.osg.v1.Prefix.fromObject(object.allowedAddresses[i], _depth + 1);
                    }
                }
                if (object.attach != null) {
                    if (!$util.isObject(object.attach))
                        throw $TypeError(".osg.v1.Endpoint.attach: object expected");
                    message.attach = $root.osg.v1.Attach.fromObject(object.attach, _depth + 1);
                }
                if (object.policies) {
                    if (!$Array.isArray(object.policies))
                        throw $TypeError(".osg.v1.Endpoint.policies: array expected");
                    message.policies = $Array(object.policies.length);
                    for (let i = 0; i < object.policies.length; ++i)
                        message.policies[i] = $String(object.policies[i]);
                }
                if (object.unselectedIngressDeny != null)
                    if (object.unselectedIngressDeny)
                        message.unselectedIngressDeny = $Boolean(object.unselectedIngressDeny);
                if (object.unselectedEgressDeny != null)
                    if (object.unselectedEgressDeny)
                        message.unselectedEgressDeny = $Boolean(object.unselectedEgressDeny);
                return message;
            };

            /**
             * Creates a plain object from an Endpoint message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Endpoint
             * @static
             * @param {osg.v1.Endpoint} message Endpoint
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Endpoint.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.addresses = [];
                    object.allowedAddresses = [];
                    object.policies = [];
                }
                if (options.objects || options.defaults)
                    object.labels = {};
                if (options.defaults) {
                    object.id = "";
                    object.namespace = "";
                    object.name = "";
                    object.attach = null;
                    object.unselectedIngressDeny = false;
                    object.unselectedEgressDeny = false;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace"))
                    object.namespace = message.namespace;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                let keys2;
                if (message.labels && (keys2 = $Object.keys(message.labels)).length) {
                    object.labels = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.labels, keys2[j]);
                        object.labels[keys2[j]] = message.labels[keys2[j]];
                    }
                }
                if (message.addresses && message.addresses.length) {
                    object.addresses = $Array(message.addresses.length);
                    for (let j = 0; j < message.addresses.length; ++j)
                        object.addresses[j] = options.bytes === $String ? $util.base64.encode(message.addresses[j], 0, message.addresses[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.addresses[j]) : message.addresses[j];
                }
                if (message.allowedAddresses && message.allowedAddresses.length) {
                    object.allowedAddresses = $Array(message.allowedAddresses.length);
                    for (let j = 0; j < message.allowedAddresses.length; ++j)
                        object.allowedAddresses[j] = $root.osg.v1.Prefix.toObject(message.allowedAddresses[j], options, _depth + 1);
                }
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach"))
                    object.attach = $root.osg.v1.Attach.toObject(message.attach, options, _depth + 1);
                if (message.policies && message.policies.length) {
                    object.policies = $Array(message.policies.length);
                    for (let j = 0; j < message.policies.length; ++j)
                        object.policies[j] = message.policies[j];
                }
                if (message.unselectedIngressDeny != null && $Object.hasOwnProperty.call(message, "unselectedIngressDeny"))
                    object.unselectedIngressDeny = message.unselectedIngressDeny;
                if (message.unselectedEgressDeny != null && $Object.hasOwnProperty.call(message, "unselectedEgressDeny"))
                    object.unselectedEgressDeny = message.unselectedEgressDeny;
                return object;
            };

            /**
             * Converts this Endpoint to JSON.
             * @function toJSON
             * @memberof osg.v1.Endpoint
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Endpoint.prototype.toJSON = function() {
                return Endpoint.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Endpoint
             * @function getTypeUrl
             * @memberof osg.v1.Endpoint
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Endpoint.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Endpoint";
            };

            return Endpoint;
        })();

        v1.Attach = (function() {

            /**
             * Properties of an Attach.
             * @typedef {Object} osg.v1.Attach.$Properties
             * @property {string|null} ["interface"] Attach interface
             * @property {string|null} [netns] Attach netns
             * @property {string|null} [mac] Attach mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attach.
             * @memberof osg.v1
             * @interface IAttach
             * @augments osg.v1.Attach.$Properties
             * @deprecated Use osg.v1.Attach.$Properties instead.
             */

            /**
             * Shape of an Attach.
             * @typedef {osg.v1.Attach.$Properties} osg.v1.Attach.$Shape
             */

            /**
             * Constructs a new Attach.
             * @memberof osg.v1
             * @classdesc Represents an Attach.
             * @constructor
             * @param {osg.v1.Attach.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attach = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Attach interface.
             * @member {string} interface
             * @memberof osg.v1.Attach
             * @instance
             */
            Attach.prototype["interface"] = "";

            /**
             * Attach netns.
             * @member {string} netns
             * @memberof osg.v1.Attach
             * @instance
             */
            Attach.prototype.netns = "";

            /**
             * Attach mac.
             * @member {string} mac
             * @memberof osg.v1.Attach
             * @instance
             */
            Attach.prototype.mac = "";

            /**
             * Creates a new Attach instance using the specified properties.
             * @function create
             * @memberof osg.v1.Attach
             * @static
             * @param {osg.v1.Attach.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Attach} Attach instance
             * @type {{
             *   (properties: osg.v1.Attach.$Shape): osg.v1.Attach & osg.v1.Attach.$Shape;
             *   (properties?: osg.v1.Attach.$Properties): osg.v1.Attach;
             * }}
             */
            Attach.create = function(properties) {
                return new Attach(properties);
            };

            /**
             * Encodes the specified Attach message. Does not implicitly {@link osg.v1.Attach.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Attach
             * @static
             * @param {osg.v1.Attach.$Properties} message Attach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface") && message["interface"] !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message["interface"]);
                if (message.netns != null && $Object.hasOwnProperty.call(message, "netns") && message.netns !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.netns);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Attach message, length delimited. Does not implicitly {@link osg.v1.Attach.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Attach
             * @static
             * @param {osg.v1.Attach.$Properties} message Attach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attach.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Attach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Attach & osg.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Attach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message["interface"] = value;
                            else
                                delete message["interface"];
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.netns = value;
                            else
                                delete message.netns;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Attach message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Attach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Attach & osg.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attach.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Attach message.
             * @function verify
             * @memberof osg.v1.Attach
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Attach.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface"))
                    if (!$util.isString(message["interface"]))
                        return "interface: string expected";
                if (message.netns != null && $Object.hasOwnProperty.call(message, "netns"))
                    if (!$util.isString(message.netns))
                        return "netns: string expected";
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    if (!$util.isString(message.mac))
                        return "mac: string expected";
                return null;
            };

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Attach
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Attach} Attach
             */
            Attach.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Attach)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Attach: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Attach();
                if (object["interface"] != null)
                    if (typeof object["interface"] !== "string" || object["interface"].length)
                        message["interface"] = $String(object["interface"]);
                if (object.netns != null)
                    if (typeof object.netns !== "string" || object.netns.length)
                        message.netns = $String(object.netns);
                if (object.mac != null)
                    if (typeof object.mac !== "string" || object.mac.length)
                        message.mac = $String(object.mac);
                return message;
            };

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Attach
             * @static
             * @param {osg.v1.Attach} message Attach
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Attach.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object["interface"] = "";
                    object.netns = "";
                    object.mac = "";
                }
                if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface"))
                    object["interface"] = message["interface"];
                if (message.netns != null && $Object.hasOwnProperty.call(message, "netns"))
                    object.netns = message.netns;
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac"))
                    object.mac = message.mac;
                return object;
            };

            /**
             * Converts this Attach to JSON.
             * @function toJSON
             * @memberof osg.v1.Attach
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Attach.prototype.toJSON = function() {
                return Attach.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Attach
             * @function getTypeUrl
             * @memberof osg.v1.Attach
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Attach.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Attach";
            };

            return Attach;
        })();

        v1.Prefix = (function() {

            /**
             * Properties of a Prefix.
             * @typedef {Object} osg.v1.Prefix.$Properties
             * @property {Uint8Array|null} [address] Prefix address
             * @property {number|null} [length] Prefix length
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Prefix.
             * @memberof osg.v1
             * @interface IPrefix
             * @augments osg.v1.Prefix.$Properties
             * @deprecated Use osg.v1.Prefix.$Properties instead.
             */

            /**
             * Shape of a Prefix.
             * @typedef {osg.v1.Prefix.$Properties} osg.v1.Prefix.$Shape
             */

            /**
             * Constructs a new Prefix.
             * @memberof osg.v1
             * @classdesc Represents a Prefix.
             * @constructor
             * @param {osg.v1.Prefix.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Prefix = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Prefix address.
             * @member {Uint8Array} address
             * @memberof osg.v1.Prefix
             * @instance
             */
            Prefix.prototype.address = $util.newBuffer([]);

            /**
             * Prefix length.
             * @member {number} length
             * @memberof osg.v1.Prefix
             * @instance
             */
            Prefix.prototype.length = 0;

            /**
             * Creates a new Prefix instance using the specified properties.
             * @function create
             * @memberof osg.v1.Prefix
             * @static
             * @param {osg.v1.Prefix.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Prefix} Prefix instance
             * @type {{
             *   (properties: osg.v1.Prefix.$Shape): osg.v1.Prefix & osg.v1.Prefix.$Shape;
             *   (properties?: osg.v1.Prefix.$Properties): osg.v1.Prefix;
             * }}
             */
            Prefix.create = function(properties) {
                return new Prefix(properties);
            };

            /**
             * Encodes the specified Prefix message. Does not implicitly {@link osg.v1.Prefix.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Prefix
             * @static
             * @param {osg.v1.Prefix.$Properties} message Prefix message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Prefix.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.address);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.length);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Prefix message, length delimited. Does not implicitly {@link osg.v1.Prefix.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Prefix
             * @static
             * @param {osg.v1.Prefix.$Properties} message Prefix message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Prefix.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Prefix message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Prefix
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Prefix & osg.v1.Prefix.$Shape} Prefix
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Prefix.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Prefix();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Prefix message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Prefix
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Prefix & osg.v1.Prefix.$Shape} Prefix
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Prefix.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Prefix message.
             * @function verify
             * @memberof osg.v1.Prefix
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Prefix.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    if (!(message.address && typeof message.address.length === "number" || $util.isString(message.address)))
                        return "address: buffer expected";
                if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                    if (!$util.isInteger(message.length))
                        return "length: integer expected";
                return null;
            };

            /**
             * Creates a Prefix message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Prefix
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Prefix} Prefix
             */
            Prefix.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Prefix)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Prefix: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Prefix();
                if (object.address != null)
                    if (object.address.length)
                        if (typeof object.address === "string")
                            $util.base64.decode(object.address, message.address = $util.newBuffer($util.base64.length(object.address)), 0);
                        else if (object.address.length >= 0)
                            message.address = object.address;
                if (object.length != null)
                    if ($Number(object.length) !== 0)
                        message.length = object.length >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Prefix message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Prefix
             * @static
             * @param {osg.v1.Prefix} message Prefix
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Prefix.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.address = "";
                    else {
                        object.address = [];
                        if (options.bytes !== $Array)
                            object.address = $util.newBuffer(object.address);
                    }
                    object.length = 0;
                }
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = options.bytes === $String ? $util.base64.encode(message.address, 0, message.address.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.address) : message.address;
                if (message.length != null && $Object.hasOwnProperty.call(message, "length"))
                    object.length = message.length;
                return object;
            };

            /**
             * Converts this Prefix to JSON.
             * @function toJSON
             * @memberof osg.v1.Prefix
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Prefix.prototype.toJSON = function() {
                return Prefix.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Prefix
             * @function getTypeUrl
             * @memberof osg.v1.Prefix
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Prefix.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Prefix";
            };

            return Prefix;
        })();

        v1.AddressSet = (function() {

            /**
             * Properties of an AddressSet.
             * @typedef {Object} osg.v1.AddressSet.$Properties
             * @property {string|null} [id] AddressSet id
             * @property {Uint8Array|null} [v4] AddressSet v4
             * @property {Uint8Array|null} [v6] AddressSet v6
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AddressSet.
             * @memberof osg.v1
             * @interface IAddressSet
             * @augments osg.v1.AddressSet.$Properties
             * @deprecated Use osg.v1.AddressSet.$Properties instead.
             */

            /**
             * Shape of an AddressSet.
             * @typedef {osg.v1.AddressSet.$Properties} osg.v1.AddressSet.$Shape
             */

            /**
             * Constructs a new AddressSet.
             * @memberof osg.v1
             * @classdesc Represents an AddressSet.
             * @constructor
             * @param {osg.v1.AddressSet.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AddressSet = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AddressSet id.
             * @member {string} id
             * @memberof osg.v1.AddressSet
             * @instance
             */
            AddressSet.prototype.id = "";

            /**
             * AddressSet v4.
             * @member {Uint8Array} v4
             * @memberof osg.v1.AddressSet
             * @instance
             */
            AddressSet.prototype.v4 = $util.newBuffer([]);

            /**
             * AddressSet v6.
             * @member {Uint8Array} v6
             * @memberof osg.v1.AddressSet
             * @instance
             */
            AddressSet.prototype.v6 = $util.newBuffer([]);

            /**
             * Creates a new AddressSet instance using the specified properties.
             * @function create
             * @memberof osg.v1.AddressSet
             * @static
             * @param {osg.v1.AddressSet.$Properties=} [properties] Properties to set
             * @returns {osg.v1.AddressSet} AddressSet instance
             * @type {{
             *   (properties: osg.v1.AddressSet.$Shape): osg.v1.AddressSet & osg.v1.AddressSet.$Shape;
             *   (properties?: osg.v1.AddressSet.$Properties): osg.v1.AddressSet;
             * }}
             */
            AddressSet.create = function(properties) {
                return new AddressSet(properties);
            };

            /**
             * Encodes the specified AddressSet message. Does not implicitly {@link osg.v1.AddressSet.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.AddressSet
             * @static
             * @param {osg.v1.AddressSet.$Properties} message AddressSet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddressSet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.v4 != null && $Object.hasOwnProperty.call(message, "v4") && message.v4.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.v4);
                if (message.v6 != null && $Object.hasOwnProperty.call(message, "v6") && message.v6.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.v6);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified AddressSet message, length delimited. Does not implicitly {@link osg.v1.AddressSet.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.AddressSet
             * @static
             * @param {osg.v1.AddressSet.$Properties} message AddressSet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AddressSet.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an AddressSet message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.AddressSet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.AddressSet & osg.v1.AddressSet.$Shape} AddressSet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddressSet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.AddressSet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.v4 = value;
                            else
                                delete message.v4;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.v6 = value;
                            else
                                delete message.v6;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an AddressSet message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.AddressSet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.AddressSet & osg.v1.AddressSet.$Shape} AddressSet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AddressSet.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an AddressSet message.
             * @function verify
             * @memberof osg.v1.AddressSet
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            AddressSet.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.v4 != null && $Object.hasOwnProperty.call(message, "v4"))
                    if (!(message.v4 && typeof message.v4.length === "number" || $util.isString(message.v4)))
                        return "v4: buffer expected";
                if (message.v6 != null && $Object.hasOwnProperty.call(message, "v6"))
                    if (!(message.v6 && typeof message.v6.length === "number" || $util.isString(message.v6)))
                        return "v6: buffer expected";
                return null;
            };

            /**
             * Creates an AddressSet message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.AddressSet
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.AddressSet} AddressSet
             */
            AddressSet.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.AddressSet)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.AddressSet: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.AddressSet();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.v4 != null)
                    if (object.v4.length)
                        if (typeof object.v4 === "string")
                            $util.base64.decode(object.v4, message.v4 = $util.newBuffer($util.base64.length(object.v4)), 0);
                        else if (object.v4.length >= 0)
                            message.v4 = object.v4;
                if (object.v6 != null)
                    if (object.v6.length)
                        if (typeof object.v6 === "string")
                            $util.base64.decode(object.v6, message.v6 = $util.newBuffer($util.base64.length(object.v6)), 0);
                        else if (object.v6.length >= 0)
                            message.v6 = object.v6;
                return message;
            };

            /**
             * Creates a plain object from an AddressSet message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.AddressSet
             * @static
             * @param {osg.v1.AddressSet} message AddressSet
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            AddressSet.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if (options.bytes === $String)
                        object.v4 = "";
                    else {
                        object.v4 = [];
                        if (options.bytes !== $Array)
                            object.v4 = $util.newBuffer(object.v4);
                    }
                    if (options.bytes === $String)
                        object.v6 = "";
                    else {
                        object.v6 = [];
                        if (options.bytes !== $Array)
                            object.v6 = $util.newBuffer(object.v6);
                    }
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.v4 != null && $Object.hasOwnProperty.call(message, "v4"))
                    object.v4 = options.bytes === $String ? $util.base64.encode(message.v4, 0, message.v4.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.v4) : message.v4;
                if (message.v6 != null && $Object.hasOwnProperty.call(message, "v6"))
                    object.v6 = options.bytes === $String ? $util.base64.encode(message.v6, 0, message.v6.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.v6) : message.v6;
                return object;
            };

            /**
             * Converts this AddressSet to JSON.
             * @function toJSON
             * @memberof osg.v1.AddressSet
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            AddressSet.prototype.toJSON = function() {
                return AddressSet.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for AddressSet
             * @function getTypeUrl
             * @memberof osg.v1.AddressSet
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            AddressSet.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.AddressSet";
            };

            return AddressSet;
        })();

        v1.SetChange = (function() {

            /**
             * Properties of a SetChange.
             * @typedef {Object} osg.v1.SetChange.$Properties
             * @property {string|null} [id] SetChange id
             * @property {Uint8Array|null} [addV4] SetChange addV4
             * @property {Uint8Array|null} [addV6] SetChange addV6
             * @property {Uint8Array|null} [removeV4] SetChange removeV4
             * @property {Uint8Array|null} [removeV6] SetChange removeV6
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SetChange.
             * @memberof osg.v1
             * @interface ISetChange
             * @augments osg.v1.SetChange.$Properties
             * @deprecated Use osg.v1.SetChange.$Properties instead.
             */

            /**
             * Shape of a SetChange.
             * @typedef {osg.v1.SetChange.$Properties} osg.v1.SetChange.$Shape
             */

            /**
             * Constructs a new SetChange.
             * @memberof osg.v1
             * @classdesc Represents a SetChange.
             * @constructor
             * @param {osg.v1.SetChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SetChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SetChange id.
             * @member {string} id
             * @memberof osg.v1.SetChange
             * @instance
             */
            SetChange.prototype.id = "";

            /**
             * SetChange addV4.
             * @member {Uint8Array} addV4
             * @memberof osg.v1.SetChange
             * @instance
             */
            SetChange.prototype.addV4 = $util.newBuffer([]);

            /**
             * SetChange addV6.
             * @member {Uint8Array} addV6
             * @memberof osg.v1.SetChange
             * @instance
             */
            SetChange.prototype.addV6 = $util.newBuffer([]);

            /**
             * SetChange removeV4.
             * @member {Uint8Array} removeV4
             * @memberof osg.v1.SetChange
             * @instance
             */
            SetChange.prototype.removeV4 = $util.newBuffer([]);

            /**
             * SetChange removeV6.
             * @member {Uint8Array} removeV6
             * @memberof osg.v1.SetChange
             * @instance
             */
            SetChange.prototype.removeV6 = $util.newBuffer([]);

            /**
             * Creates a new SetChange instance using the specified properties.
             * @function create
             * @memberof osg.v1.SetChange
             * @static
             * @param {osg.v1.SetChange.$Properties=} [properties] Properties to set
             * @returns {osg.v1.SetChange} SetChange instance
             * @type {{
             *   (properties: osg.v1.SetChange.$Shape): osg.v1.SetChange & osg.v1.SetChange.$Shape;
             *   (properties?: osg.v1.SetChange.$Properties): osg.v1.SetChange;
             * }}
             */
            SetChange.create = function(properties) {
                return new SetChange(properties);
            };

            /**
             * Encodes the specified SetChange message. Does not implicitly {@link osg.v1.SetChange.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.SetChange
             * @static
             * @param {osg.v1.SetChange.$Properties} message SetChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SetChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.addV4 != null && $Object.hasOwnProperty.call(message, "addV4") && message.addV4.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.addV4);
                if (message.addV6 != null && $Object.hasOwnProperty.call(message, "addV6") && message.addV6.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.addV6);
                if (message.removeV4 != null && $Object.hasOwnProperty.call(message, "removeV4") && message.removeV4.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.removeV4);
                if (message.removeV6 != null && $Object.hasOwnProperty.call(message, "removeV6") && message.removeV6.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.removeV6);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified SetChange message, length delimited. Does not implicitly {@link osg.v1.SetChange.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.SetChange
             * @static
             * @param {osg.v1.SetChange.$Properties} message SetChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SetChange.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a SetChange message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.SetChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.SetChange & osg.v1.SetChange.$Shape} SetChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SetChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.SetChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.addV4 = value;
                            else
                                delete message.addV4;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.addV6 = value;
                            else
                                delete message.addV6;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.removeV4 = value;
                            else
                                delete message.removeV4;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.removeV6 = value;
                            else
                                delete message.removeV6;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a SetChange message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.SetChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.SetChange & osg.v1.SetChange.$Shape} SetChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SetChange.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a SetChange message.
             * @function verify
             * @memberof osg.v1.SetChange
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            SetChange.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.addV4 != null && $Object.hasOwnProperty.call(message, "addV4"))
                    if (!(message.addV4 && typeof message.addV4.length === "number" || $util.isString(message.addV4)))
                        return "addV4: buffer expected";
                if (message.addV6 != null && $Object.hasOwnProperty.call(message, "addV6"))
                    if (!(message.addV6 && typeof message.addV6.length === "number" || $util.isString(message.addV6)))
                        return "addV6: buffer expected";
                if (message.removeV4 != null && $Object.hasOwnProperty.call(message, "removeV4"))
                    if (!(message.removeV4 && typeof message.removeV4.length === "number" || $util.isString(message.removeV4)))
                        return "removeV4: buffer expected";
                if (message.removeV6 != null && $Object.hasOwnProperty.call(message, "removeV6"))
                    if (!(message.removeV6 && typeof message.removeV6.length === "number" || $util.isString(message.removeV6)))
                        return "removeV6: buffer expected";
                return null;
            };

            /**
             * Creates a SetChange message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.SetChange
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.SetChange} SetChange
             */
            SetChange.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.SetChange)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.SetChange: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.SetChange();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.addV4 != null)
                    if (object.addV4.length)
                        if (typeof object.addV4 === "string")
                            $util.base64.decode(object.addV4, message.addV4 = $util.newBuffer($util.base64.length(object.addV4)), 0);
                        else if (object.addV4.length >= 0)
                            message.addV4 = object.addV4;
                if (object.addV6 != null)
                    if (object.addV6.length)
                        if (typeof object.addV6 === "string")
                            $util.base64.decode(object.addV6, message.addV6 = $util.newBuffer($util.base64.length(object.addV6)), 0);
                        else if (object.addV6.length >= 0)
                            message.addV6 = object.addV6;
                if (object.removeV4 != null)
                    if (object.removeV4.length)
                        if (typeof object.removeV4 === "string")
                            $util.base64.decode(object.removeV4, message.removeV4 = $util.newBuffer($util.base64.length(object.removeV4)), 0);
                        else if (object.removeV4.length >= 0)
                            message.removeV4 = object.removeV4;
                if (object.removeV6 != null)
                    if (object.removeV6.length)
                        if (typeof object.removeV6 === "string")
                            $util.base64.decode(object.removeV6, message.removeV6 = $util.newBuffer($util.base64.length(object.removeV6)), 0);
                        else if (object.removeV6.length >= 0)
                            message.removeV6 = object.removeV6;
                return message;
            };

            /**
             * Creates a plain object from a SetChange message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.SetChange
             * @static
             * @param {osg.v1.SetChange} message SetChange
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SetChange.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = "";
                    if (options.bytes === $String)
                        object.addV4 = "";
                    else {
                        object.addV4 = [];
                        if (options.bytes !== $Array)
                            object.addV4 = $util.newBuffer(object.addV4);
                    }
                    if (options.bytes === $String)
                        object.addV6 = "";
                    else {
                        object.addV6 = [];
                        if (options.bytes !== $Array)
                            object.addV6 = $util.newBuffer(object.addV6);
                    }
                    if (options.bytes === $String)
                        object.removeV4 = "";
                    else {
                        object.removeV4 = [];
                        if (options.bytes !== $Array)
                            object.removeV4 = $util.newBuffer(object.removeV4);
                    }
                    if (options.bytes === $String)
                        object.removeV6 = "";
                    else {
                        object.removeV6 = [];
                        if (options.bytes !== $Array)
                            object.removeV6 = $util.newBuffer(object.removeV6);
                    }
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.addV4 != null && $Object.hasOwnProperty.call(message, "addV4"))
                    object.addV4 = options.bytes === $String ? $util.base64.encode(message.addV4, 0, message.addV4.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.addV4) : message.addV4;
                if (message.addV6 != null && $Object.hasOwnProperty.call(message, "addV6"))
                    object.addV6 = options.bytes === $String ? $util.base64.encode(message.addV6, 0, message.addV6.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.addV6) : message.addV6;
                if (message.removeV4 != null && $Object.hasOwnProperty.call(message, "removeV4"))
                    object.removeV4 = options.bytes === $String ? $util.base64.encode(message.removeV4, 0, message.removeV4.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.removeV4) : message.removeV4;
                if (message.removeV6 != null && $Object.hasOwnProperty.call(message, "removeV6"))
                    object.removeV6 = options.bytes === $String ? $util.base64.encode(message.removeV6, 0, message.removeV6.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.removeV6) : message.removeV6;
                return object;
            };

            /**
             * Converts this SetChange to JSON.
             * @function toJSON
             * @memberof osg.v1.SetChange
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SetChange.prototype.toJSON = function() {
                return SetChange.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for SetChange
             * @function getTypeUrl
             * @memberof osg.v1.SetChange
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            SetChange.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.SetChange";
            };

            return SetChange;
        })();

        /**
         * Tier enum.
         * @name osg.v1.Tier
         * @enum {number}
         * @property {number} TIER_UNSPECIFIED=0 TIER_UNSPECIFIED value
         * @property {number} EMERGENCY=1 EMERGENCY value
         * @property {number} ADMIN=2 ADMIN value
         * @property {number} GROUP=3 GROUP value
         * @property {number} BASELINE=4 BASELINE value
         */
        v1.Tier = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "TIER_UNSPECIFIED"] = 0;
            values[valuesById[1] = "EMERGENCY"] = 1;
            values[valuesById[2] = "ADMIN"] = 2;
            values[valuesById[3] = "GROUP"] = 3;
            values[valuesById[4] = "BASELINE"] = 4;
            return values;
        })();

        /**
         * Action enum.
         * @name osg.v1.Action
         * @enum {number}
         * @property {number} ACTION_UNSPECIFIED=0 ACTION_UNSPECIFIED value
         * @property {number} ACCEPT=1 ACCEPT value
         * @property {number} DENY=2 DENY value
         * @property {number} PASS=3 PASS value
         */
        v1.Action = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ACTION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ACCEPT"] = 1;
            values[valuesById[2] = "DENY"] = 2;
            values[valuesById[3] = "PASS"] = 3;
            return values;
        })();

        v1.Source = (function() {

            /**
             * Properties of a Source.
             * @typedef {Object} osg.v1.Source.$Properties
             * @property {string|null} [file] Source file
             * @property {number|null} [line] Source line
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Source.
             * @memberof osg.v1
             * @interface ISource
             * @augments osg.v1.Source.$Properties
             * @deprecated Use osg.v1.Source.$Properties instead.
             */

            /**
             * Shape of a Source.
             * @typedef {osg.v1.Source.$Properties} osg.v1.Source.$Shape
             */

            /**
             * Constructs a new Source.
             * @memberof osg.v1
             * @classdesc Represents a Source.
             * @constructor
             * @param {osg.v1.Source.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Source = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Source file.
             * @member {string} file
             * @memberof osg.v1.Source
             * @instance
             */
            Source.prototype.file = "";

            /**
             * Source line.
             * @member {number} line
             * @memberof osg.v1.Source
             * @instance
             */
            Source.prototype.line = 0;

            /**
             * Creates a new Source instance using the specified properties.
             * @function create
             * @memberof osg.v1.Source
             * @static
             * @param {osg.v1.Source.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Source} Source instance
             * @type {{
             *   (properties: osg.v1.Source.$Shape): osg.v1.Source & osg.v1.Source.$Shape;
             *   (properties?: osg.v1.Source.$Properties): osg.v1.Source;
             * }}
             */
            Source.create = function(properties) {
                return new Source(properties);
            };

            /**
             * Encodes the specified Source message. Does not implicitly {@link osg.v1.Source.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Source
             * @static
             * @param {osg.v1.Source.$Properties} message Source message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Source.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.file != null && $Object.hasOwnProperty.call(message, "file") && message.file !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.file);
                if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.line);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Source message, length delimited. Does not implicitly {@link osg.v1.Source.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Source
             * @static
             * @param {osg.v1.Source.$Properties} message Source message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Source.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Source message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Source
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Source & osg.v1.Source.$Shape} Source
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Source.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Source();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.file = value;
                            else
                                delete message.file;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.line = value;
                            else
                                delete message.line;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Source message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Source
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Source & osg.v1.Source.$Shape} Source
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Source.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Source message.
             * @function verify
             * @memberof osg.v1.Source
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Source.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                    if (!$util.isString(message.file))
                        return "file: string expected";
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    if (!$util.isInteger(message.line))
                        return "line: integer expected";
                return null;
            };

            /**
             * Creates a Source message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Source
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Source} Source
             */
            Source.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Source)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Source: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Source();
                if (object.file != null)
                    if (typeof object.file !== "string" || object.file.length)
                        message.file = $String(object.file);
                if (object.line != null)
                    if ($Number(object.line) !== 0)
                        message.line = object.line >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Source message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Source
             * @static
             * @param {osg.v1.Source} message Source
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Source.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.file = "";
                    object.line = 0;
                }
                if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                    object.file = message.file;
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    object.line = message.line;
                return object;
            };

            /**
             * Converts this Source to JSON.
             * @function toJSON
             * @memberof osg.v1.Source
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Source.prototype.toJSON = function() {
                return Source.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Source
             * @function getTypeUrl
             * @memberof osg.v1.Source
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Source.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Source";
            };

            return Source;
        })();

        v1.NodePolicy = (function() {

            /**
             * Properties of a NodePolicy.
             * @typedef {Object} osg.v1.NodePolicy.$Properties
             * @property {string|null} [key] NodePolicy key
             * @property {string|null} [id] NodePolicy id
             * @property {osg.v1.Tier|null} [tier] NodePolicy tier
             * @property {number|null} [priority] NodePolicy priority
             * @property {boolean|null} [isolatesIngress] NodePolicy isolatesIngress
             * @property {boolean|null} [isolatesEgress] NodePolicy isolatesEgress
             * @property {Array.<osg.v1.Rule.$Properties>|null} [rules] NodePolicy rules
             * @property {string|null} [owner] NodePolicy owner
             * @property {osg.v1.Source.$Properties|null} [source] NodePolicy source
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NodePolicy.
             * @memberof osg.v1
             * @interface INodePolicy
             * @augments osg.v1.NodePolicy.$Properties
             * @deprecated Use osg.v1.NodePolicy.$Properties instead.
             */

            /**
             * Shape of a NodePolicy.
             * @typedef {osg.v1.NodePolicy.$Properties} osg.v1.NodePolicy.$Shape
             */

            /**
             * Constructs a new NodePolicy.
             * @memberof osg.v1
             * @classdesc Represents a NodePolicy.
             * @constructor
             * @param {osg.v1.NodePolicy.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NodePolicy = function (properties) {
                this.rules = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NodePolicy key.
             * @member {string} key
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.key = "";

            /**
             * NodePolicy id.
             * @member {string} id
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.id = "";

            /**
             * NodePolicy tier.
             * @member {osg.v1.Tier} tier
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.tier = 0;

            /**
             * NodePolicy priority.
             * @member {number} priority
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.priority = 0;

            /**
             * NodePolicy isolatesIngress.
             * @member {boolean} isolatesIngress
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.isolatesIngress = false;

            /**
             * NodePolicy isolatesEgress.
             * @member {boolean} isolatesEgress
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.isolatesEgress = false;

            /**
             * NodePolicy rules.
             * @member {Array.<osg.v1.Rule.$Properties>} rules
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.rules = $util.emptyArray;

            /**
             * NodePolicy owner.
             * @member {string} owner
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.owner = "";

            /**
             * NodePolicy source.
             * @member {osg.v1.Source.$Properties|null|undefined} source
             * @memberof osg.v1.NodePolicy
             * @instance
             */
            NodePolicy.prototype.source = null;

            /**
             * Creates a new NodePolicy instance using the specified properties.
             * @function create
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {osg.v1.NodePolicy.$Properties=} [properties] Properties to set
             * @returns {osg.v1.NodePolicy} NodePolicy instance
             * @type {{
             *   (properties: osg.v1.NodePolicy.$Shape): osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape;
             *   (properties?: osg.v1.NodePolicy.$Properties): osg.v1.NodePolicy;
             * }}
             */
            NodePolicy.create = function(properties) {
                return new NodePolicy(properties);
            };

            /**
             * Encodes the specified NodePolicy message. Does not implicitly {@link osg.v1.NodePolicy.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {osg.v1.NodePolicy.$Properties} message NodePolicy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodePolicy.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier") && message.tier !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.tier);
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).sint32(message.priority);
                if (message.isolatesIngress != null && $Object.hasOwnProperty.call(message, "isolatesIngress") && message.isolatesIngress !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.isolatesIngress);
                if (message.isolatesEgress != null && $Object.hasOwnProperty.call(message, "isolatesEgress") && message.isolatesEgress !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.isolatesEgress);
                if (message.rules != null && message.rules.length)
                    for (let i = 0; i < message.rules.length; ++i)
                        $root.osg.v1.Rule.encode(message.rules[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.owner);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    $root.osg.v1.Source.encode(message.source, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified NodePolicy message, length delimited. Does not implicitly {@link osg.v1.NodePolicy.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {osg.v1.NodePolicy.$Properties} message NodePolicy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NodePolicy.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a NodePolicy message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape} NodePolicy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodePolicy.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.NodePolicy();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.tier = value;
                            else
                                delete message.tier;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.priority = value;
                            else
                                delete message.priority;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.isolatesIngress = value;
                            else
                                delete message.isolatesIngress;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.isolatesEgress = value;
                            else
                                delete message.isolatesEgress;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rules && message.rules.length))
                                message.rules = [];
                            message.rules.push($root.osg.v1.Rule.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.source = $root.osg.v1.Source.decode(reader, reader.size(), $undefined, _depth + 1, message.source);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a NodePolicy message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.NodePolicy & osg.v1.NodePolicy.$Shape} NodePolicy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NodePolicy.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a NodePolicy message.
             * @function verify
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            NodePolicy.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    if (!$util.isString(message.key))
                        return "key: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier"))
                    if (typeof message.tier !== "number" || (message.tier | 0) !== message.tier)
                        return "tier: enum value expected";
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority"))
                    if (!$util.isInteger(message.priority))
                        return "priority: integer expected";
                if (message.isolatesIngress != null && $Object.hasOwnProperty.call(message, "isolatesIngress"))
                    if (typeof message.isolatesIngress !== "boolean")
                        return "isolatesIngress: boolean expected";
                if (message.isolatesEgress != null && $Object.hasOwnProperty.call(message, "isolatesEgress"))
                    if (typeof message.isolatesEgress !== "boolean")
                        return "isolatesEgress: boolean expected";
                if (message.rules != null && $Object.hasOwnProperty.call(message, "rules")) {
                    if (!$Array.isArray(message.rules))
                        return "rules: array expected";
                    for (let i = 0; i < message.rules.length; ++i) {
                        let error = $root.osg.v1.Rule.verify(message.rules[i], _depth + 1);
                        if (error)
                            return "rules." + error;
                    }
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!$util.isString(message.owner))
                        return "owner: string expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source")) {
                    let error = $root.osg.v1.Source.verify(message.source, _depth + 1);
                    if (error)
                        return "source." + error;
                }
                return null;
            };

            /**
             * Creates a NodePolicy message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.NodePolicy} NodePolicy
             */
            NodePolicy.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.NodePolicy)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.NodePolicy: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.NodePolicy();
                if (object.key != null)
                    if (typeof object.key !== "string" || object.key.length)
                        message.key = $String(object.key);
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.tier !== 0 && (typeof object.tier !== "string" || $root.osg.v1.Tier[object.tier] !== 0))
                    switch (object.tier) {
                    case "TIER_UNSPECIFIED":
                    case 0:
                        message.tier = 0;
                        break;
                    case "EMERGENCY":
                    case 1:
                        message.tier = 1;
                        break;
                    case "ADMIN":
                    case 2:
                        message.tier = 2;
                        break;
                    case "GROUP":
                    case 3:
                        message.tier = 3;
                        break;
                    case "BASELINE":
                    case 4:
                        message.tier = 4;
                        break;
                    default:
                        if (typeof object.tier === "number" && (object.tier | 0) === object.tier)
                            message.tier = object.tier;
                    }
                if (object.priority != null)
                    if ($Number(object.priority) !== 0)
                        message.priority = object.priority | 0;
                if (object.isolatesIngress != null)
                    if (object.isolatesIngress)
                        message.isolatesIngress = $Boolean(object.isolatesIngress);
                if (object.isolatesEgress != null)
                    if (object.isolatesEgress)
                        message.isolatesEgress = $Boolean(object.isolatesEgress);
                if (object.rules) {
                    if (!$Array.isArray(object.rules))
                        throw $TypeError(".osg.v1.NodePolicy.rules: array expected");
                    message.rules = $Array(object.rules.length);
                    for (let i = 0; i < object.rules.length; ++i) {
                        if (!$util.isObject(object.rules[i]))
                            throw $TypeError(".osg.v1.NodePolicy.rules: object expected");
                        message.rules[i] = $root.osg.v1.Rule.fromObject(object.rules[i], _depth + 1);
                    }
                }
                if (object.owner != null)
                    if (typeof object.owner !== "string" || object.owner.length)
                        message.owner = $String(object.owner);
                if (object.source != null) {
                    if (!$util.isObject(object.source))
                        throw $TypeError(".osg.v1.NodePolicy.source: object expected");
                    message.source = $root.osg.v1.Source.fromObject(object.source, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a NodePolicy message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {osg.v1.NodePolicy} message NodePolicy
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NodePolicy.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.rules = [];
                if (options.defaults) {
                    object.key = "";
                    object.id = "";
                    object.tier = options.enums === $String ? "TIER_UNSPECIFIED" : 0;
                    object.priority = 0;
                    object.isolatesIngress = false;
                    object.isolatesEgress = false;
                    object.owner = "";
                    object.source = null;
                }
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    object.key = message.key;
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier"))
                    object.tier = options.enums === $String ? $root.osg.v1.Tier[message.tier] === $undefined ? message.tier : $root.osg.v1.Tier[message.tier] : message.tier;
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority"))
                    object.priority = message.priority;
                if (message.isolatesIngress != null && $Object.hasOwnProperty.call(message, "isolatesIngress"))
                    object.isolatesIngress = message.isolatesIngress;
                if (message.isolatesEgress != null && $Object.hasOwnProperty.call(message, "isolatesEgress"))
                    object.isolatesEgress = message.isolatesEgress;
                if (message.rules && message.rules.length) {
                    object.rules = $Array(message.rules.length);
                    for (let j = 0; j < message.rules.length; ++j)
                        object.rules[j] = $root.osg.v1.Rule.toObject(message.rules[j], options, _depth + 1);
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = message.owner;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = $root.osg.v1.Source.toObject(message.source, options, _depth + 1);
                return object;
            };

            /**
             * Converts this NodePolicy to JSON.
             * @function toJSON
             * @memberof osg.v1.NodePolicy
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NodePolicy.prototype.toJSON = function() {
                return NodePolicy.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for NodePolicy
             * @function getTypeUrl
             * @memberof osg.v1.NodePolicy
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            NodePolicy.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.NodePolicy";
            };

            return NodePolicy;
        })();

        v1.Rule = (function() {

            /**
             * Properties of a Rule.
             * @typedef {Object} osg.v1.Rule.$Properties
             * @property {string|null} [id] Rule id
             * @property {boolean|null} [egress] Rule egress
             * @property {osg.v1.Action|null} [action] Rule action
             * @property {boolean|null} [audit] Rule audit
             * @property {number|null} [expiresAtMs] Rule expiresAtMs
             * @property {Array.<osg.v1.Match.$Properties>|null} [matches] Rule matches
             * @property {string|null} [owner] Rule owner
             * @property {string|null} [reason] Rule reason
             * @property {string|null} [ticket] Rule ticket
             * @property {string|null} [runbook] Rule runbook
             * @property {osg.v1.Source.$Properties|null} [source] Rule source
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Rule.
             * @memberof osg.v1
             * @interface IRule
             * @augments osg.v1.Rule.$Properties
             * @deprecated Use osg.v1.Rule.$Properties instead.
             */

            /**
             * Shape of a Rule.
             * @typedef {osg.v1.Rule.$Properties} osg.v1.Rule.$Shape
             */

            /**
             * Constructs a new Rule.
             * @memberof osg.v1
             * @classdesc Represents a Rule.
             * @constructor
             * @param {osg.v1.Rule.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Rule = function (properties) {
                this.matches = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Rule id.
             * @member {string} id
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.id = "";

            /**
             * Rule egress.
             * @member {boolean} egress
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.egress = false;

            /**
             * Rule action.
             * @member {osg.v1.Action} action
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.action = 0;

            /**
             * Rule audit.
             * @member {boolean} audit
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.audit = false;

            /**
             * Rule expiresAtMs.
             * @member {number} expiresAtMs
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.expiresAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Rule matches.
             * @member {Array.<osg.v1.Match.$Properties>} matches
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.matches = $util.emptyArray;

            /**
             * Rule owner.
             * @member {string} owner
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.owner = "";

            /**
             * Rule reason.
             * @member {string} reason
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.reason = "";

            /**
             * Rule ticket.
             * @member {string} ticket
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.ticket = "";

            /**
             * Rule runbook.
             * @member {string} runbook
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.runbook = "";

            /**
             * Rule source.
             * @member {osg.v1.Source.$Properties|null|undefined} source
             * @memberof osg.v1.Rule
             * @instance
             */
            Rule.prototype.source = null;

            /**
             * Creates a new Rule instance using the specified properties.
             * @function create
             * @memberof osg.v1.Rule
             * @static
             * @param {osg.v1.Rule.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Rule} Rule instance
             * @type {{
             *   (properties: osg.v1.Rule.$Shape): osg.v1.Rule & osg.v1.Rule.$Shape;
             *   (properties?: osg.v1.Rule.$Properties): osg.v1.Rule;
             * }}
             */
            Rule.create = function(properties) {
                return new Rule(properties);
            };

            /**
             * Encodes the specified Rule message. Does not implicitly {@link osg.v1.Rule.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Rule
             * @static
             * @param {osg.v1.Rule.$Properties} message Rule message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Rule.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress") && message.egress !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.egress);
                if (message.action != null && $Object.hasOwnProperty.call(message, "action") && message.action !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.action);
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit") && message.audit !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.audit);
                if (message.expiresAtMs != null && $Object.hasOwnProperty.call(message, "expiresAtMs") && (typeof message.expiresAtMs === "object" ? message.expiresAtMs.low || message.expiresAtMs.high : message.expiresAtMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.expiresAtMs);
                if (message.matches != null && message.matches.length)
                    for (let i = 0; i < message.matches.length; ++i)
                        $root.osg.v1.Match.encode(message.matches[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.owner);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.reason);
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket") && message.ticket !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.ticket);
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook") && message.runbook !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.runbook);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    $root.osg.v1.Source.encode(message.source, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Rule message, length delimited. Does not implicitly {@link osg.v1.Rule.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Rule
             * @static
             * @param {osg.v1.Rule.$Properties} message Rule message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Rule.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Rule message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Rule
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Rule & osg.v1.Rule.$Shape} Rule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Rule.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Rule();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.egress = value;
                            else
                                delete message.egress;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.action = value;
                            else
                                delete message.action;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.audit = value;
                            else
                                delete message.audit;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expiresAtMs = value;
                            else
                                delete message.expiresAtMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.matches && message.matches.length))
                                message.matches = [];
                            message.matches.push($root.osg.v1.Match.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ticket = value;
                            else
                                delete message.ticket;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runbook = value;
                            else
                                delete message.runbook;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.source = $root.osg.v1.Source.decode(reader, reader.size(), $undefined, _depth + 1, message.source);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Rule message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Rule
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Rule & osg.v1.Rule.$Shape} Rule
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Rule.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Rule message.
             * @function verify
             * @memberof osg.v1.Rule
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Rule.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isString(message.id))
                        return "id: string expected";
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress"))
                    if (typeof message.egress !== "boolean")
                        return "egress: boolean expected";
                if (message.action != null && $Object.hasOwnProperty.call(message, "action"))
                    if (typeof message.action !== "number" || (message.action | 0) !== message.action)
                        return "action: enum value expected";
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
                    if (typeof message.audit !== "boolean")
                        return "audit: boolean expected";
                if (message.expiresAtMs != null && $Object.hasOwnProperty.call(message, "expiresAtMs"))
                    if (!$util.isInteger(message.expiresAtMs) && !(message.expiresAtMs && $util.isInteger(message.expiresAtMs.low) && $util.isInteger(message.expiresAtMs.high)))
                        return "expiresAtMs: integer|Long expected";
                if (message.matches != null && $Object.hasOwnProperty.call(message, "matches")) {
                    if (!$Array.isArray(message.matches))
                        return "matches: array expected";
                    for (let i = 0; i < message.matches.length; ++i) {
                        let error = $root.osg.v1.Match.verify(message.matches[i], _depth + 1);
                        if (error)
                            return "matches." + error;
                    }
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!$util.isString(message.owner))
                        return "owner: string expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket"))
                    if (!$util.isString(message.ticket))
                        return "ticket: string expected";
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook"))
                    if (!$util.isString(message.runbook))
                        return "runbook: string expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source")) {
                    let error = $root.osg.v1.Source.verify(message.source, _depth + 1);
                    if (error)
                        return "source." + error;
                }
                return null;
            };

            /**
             * Creates a Rule message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Rule
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Rule} Rule
             */
            Rule.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Rule)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Rule: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Rule();
                if (object.id != null)
                    if (typeof object.id !== "string" || object.id.length)
                        message.id = $String(object.id);
                if (object.egress != null)
                    if (object.egress)
                        message.egress = $Boolean(object.egress);
                if (object.action !== 0 && (typeof object.action !== "string" || $root.osg.v1.Action[object.action] !== 0))
                    switch (object.action) {
                    case "ACTION_UNSPECIFIED":
                    case 0:
                        message.action = 0;
                        break;
                    case "ACCEPT":
                    case 1:
                        message.action = 1;
                        break;
                    case "DENY":
                    case 2:
                        message.action = 2;
                        break;
                    case "PASS":
                    case 3:
                        message.action = 3;
                        break;
                    default:
                        if (typeof object.action === "number" && (object.action | 0) === object.action)
                            message.action = object.action;
                    }
                if (object.audit != null)
                    if (object.audit)
                        message.audit = $Boolean(object.audit);
                if (object.expiresAtMs != null)
                    if (typeof object.expiresAtMs === "object" ? object.expiresAtMs.low || object.expiresAtMs.high : $Number(object.expiresAtMs) !== 0)
                        if ($util.Long)
                            message.expiresAtMs = $util.Long.fromValue(object.expiresAtMs, true);
                        else if (typeof object.expiresAtMs === "string")
                            message.expiresAtMs = $parseInt(object.expiresAtMs, 10);
                        else if (typeof object.expiresAtMs === "number")
                            message.expiresAtMs = object.expiresAtMs;
                        else if (typeof object.expiresAtMs === "object")
                            message.expiresAtMs = new $util.LongBits(object.expiresAtMs.low >>> 0, object.expiresAtMs.high >>> 0).toNumber(true);
                if (object.matches) {
                    if (!$Array.isArray(object.matches))
                        throw $TypeError(".osg.v1.Rule.matches: array expected");
                    message.matches = $Array(object.matches.length);
                    for (let i = 0; i < object.matches.length; ++i) {
                        if (!$util.isObject(object.matches[i]))
                            throw $TypeError(".osg.v1.Rule.matches: object expected");
                        message.matches[i] = $root.osg.v1.Match.fromObject(object.matches[i], _depth + 1);
                    }
                }
                if (object.owner != null)
                    if (typeof object.owner !== "string" || object.owner.length)
                        message.owner = $String(object.owner);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.ticket != null)
                    if (typeof object.ticket !== "string" || object.ticket.length)
                        message.ticket = $String(object.ticket);
                if (object.runbook != null)
                    if (typeof object.runbook !== "string" || object.runbook.length)
                        message.runbook = $String(object.runbook);
                if (object.source != null) {
                    if (!$util.isObject(object.source))
                        throw $TypeError(".osg.v1.Rule.source: object expected");
                    message.source = $root.osg.v1.Source.fromObject(object.source, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a Rule message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Rule
             * @static
             * @param {osg.v1.Rule} message Rule
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Rule.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.matches = [];
                if (options.defaults) {
                    object.id = "";
                    object.egress = false;
                    object.action = options.enums === $String ? "ACTION_UNSPECIFIED" : 0;
                    object.audit = false;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.expiresAtMs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.expiresAtMs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.owner = "";
                    object.reason = "";
                    object.ticket = "";
                    object.runbook = "";
                    object.source = null;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress"))
                    object.egress = message.egress;
                if (message.action != null && $Object.hasOwnProperty.call(message, "action"))
                    object.action = options.enums === $String ? $root.osg.v1.Action[message.action] === $undefined ? message.action : $root.osg.v1.Action[message.action] : message.action;
                if (message.audit != null && $Object.hasOwnProperty.call(message, "audit"))
                    object.audit = message.audit;
                if (message.expiresAtMs != null && $Object.hasOwnProperty.call(message, "expiresAtMs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.expiresAtMs = typeof message.expiresAtMs === "number" ? $BigInt(message.expiresAtMs) : $util.Long.fromBits(message.expiresAtMs.low >>> 0, message.expiresAtMs.high >>> 0, true).toBigInt();
                    else if (typeof message.expiresAtMs === "number")
                        object.expiresAtMs = options.longs === $String ? $String(message.expiresAtMs) : message.expiresAtMs;
                    else
                        object.expiresAtMs = options.longs === $String ? $util.Long.prototype.toString.call(message.expiresAtMs) : options.longs === $Number ? new $util.LongBits(message.expiresAtMs.low >>> 0, message.expiresAtMs.high >>> 0).toNumber(true) : message.expiresAtMs;
                if (message.matches && message.matches.length) {
                    object.matches = $Array(message.matches.length);
                    for (let j = 0; j < message.matches.length; ++j)
                        object.matches[j] = $root.osg.v1.Match.toObject(message.matches[j], options, _depth + 1);
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = message.owner;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket"))
                    object.ticket = message.ticket;
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook"))
                    object.runbook = message.runbook;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = $root.osg.v1.Source.toObject(message.source, options, _depth + 1);
                return object;
            };

            /**
             * Converts this Rule to JSON.
             * @function toJSON
             * @memberof osg.v1.Rule
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Rule.prototype.toJSON = function() {
                return Rule.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Rule
             * @function getTypeUrl
             * @memberof osg.v1.Rule
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Rule.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Rule";
            };

            return Rule;
        })();

        v1.Match = (function() {

            /**
             * Properties of a Match.
             * @typedef {Object} osg.v1.Match.$Properties
             * @property {boolean|null} [anyPeer] Match anyPeer
             * @property {Array.<string>|null} [sets] Match sets
             * @property {boolean|null} [anyPort] Match anyPort
             * @property {Array.<osg.v1.Port.$Properties>|null} [ports] Match ports
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Match.
             * @memberof osg.v1
             * @interface IMatch
             * @augments osg.v1.Match.$Properties
             * @deprecated Use osg.v1.Match.$Properties instead.
             */

            /**
             * Shape of a Match.
             * @typedef {osg.v1.Match.$Properties} osg.v1.Match.$Shape
             */

            /**
             * Constructs a new Match.
             * @memberof osg.v1
             * @classdesc Represents a Match.
             * @constructor
             * @param {osg.v1.Match.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Match = function (properties) {
                this.sets = [];
                this.ports = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Match anyPeer.
             * @member {boolean} anyPeer
             * @memberof osg.v1.Match
             * @instance
             */
            Match.prototype.anyPeer = false;

            /**
             * Match sets.
             * @member {Array.<string>} sets
             * @memberof osg.v1.Match
             * @instance
             */
            Match.prototype.sets = $util.emptyArray;

            /**
             * Match anyPort.
             * @member {boolean} anyPort
             * @memberof osg.v1.Match
             * @instance
             */
            Match.prototype.anyPort = false;

            /**
             * Match ports.
             * @member {Array.<osg.v1.Port.$Properties>} ports
             * @memberof osg.v1.Match
             * @instance
             */
            Match.prototype.ports = $util.emptyArray;

            /**
             * Creates a new Match instance using the specified properties.
             * @function create
             * @memberof osg.v1.Match
             * @static
             * @param {osg.v1.Match.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Match} Match instance
             * @type {{
             *   (properties: osg.v1.Match.$Shape): osg.v1.Match & osg.v1.Match.$Shape;
             *   (properties?: osg.v1.Match.$Properties): osg.v1.Match;
             * }}
             */
            Match.create = function(properties) {
                return new Match(properties);
            };

            /**
             * Encodes the specified Match message. Does not implicitly {@link osg.v1.Match.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Match
             * @static
             * @param {osg.v1.Match.$Properties} message Match message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Match.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.anyPeer != null && $Object.hasOwnProperty.call(message, "anyPeer") && message.anyPeer !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.anyPeer);
                if (message.sets != null && message.sets.length)
                    for (let i = 0; i < message.sets.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.sets[i]);
                if (message.anyPort != null && $Object.hasOwnProperty.call(message, "anyPort") && message.anyPort !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.anyPort);
                if (message.ports != null && message.ports.length)
                    for (let i = 0; i < message.ports.length; ++i)
                        $root.osg.v1.Port.encode(message.ports[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Match message, length delimited. Does not implicitly {@link osg.v1.Match.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Match
             * @static
             * @param {osg.v1.Match.$Properties} message Match message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Match.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Match message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Match
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Match & osg.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Match.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Match();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.anyPeer = value;
                            else
                                delete message.anyPeer;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.sets && message.sets.length))
                                message.sets = [];
                            message.sets.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.anyPort = value;
                            else
                                delete message.anyPort;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ports && message.ports.length))
                                message.ports = [];
                            message.ports.push($root.osg.v1.Port.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Match message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Match
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Match & osg.v1.Match.$Shape} Match
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Match.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Match message.
             * @function verify
             * @memberof osg.v1.Match
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Match.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.anyPeer != null && $Object.hasOwnProperty.call(message, "anyPeer"))
                    if (typeof message.anyPeer !== "boolean")
                        return "anyPeer: boolean expected";
                if (message.sets != null && $Object.hasOwnProperty.call(message, "sets")) {
                    if (!$Array.isArray(message.sets))
                        return "sets: array expected";
                    for (let i = 0; i < message.sets.length; ++i)
                        if (!$util.isString(message.sets[i]))
                            return "sets: string[] expected";
                }
                if (message.anyPort != null && $Object.hasOwnProperty.call(message, "anyPort"))
                    if (typeof message.anyPort !== "boolean")
                        return "anyPort: boolean expected";
                if (message.ports != null && $Object.hasOwnProperty.call(message, "ports")) {
                    if (!$Array.isArray(message.ports))
                        return "ports: array expected";
                    for (let i = 0; i < message.ports.length; ++i) {
                        let error = $root.osg.v1.Port.verify(message.ports[i], _depth + 1);
                        if (error)
                            return "ports." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Match message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Match
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Match} Match
             */
            Match.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Match)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Match: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Match();
                if (object.anyPeer != null)
                    if (object.anyPeer)
                        message.anyPeer = $Boolean(object.anyPeer);
                if (object.sets) {
                    if (!$Array.isArray(object.sets))
                        throw $TypeError(".osg.v1.Match.sets: array expected");
                    message.sets = $Array(object.sets.length);
                    for (let i = 0; i < object.sets.length; ++i)
                        message.sets[i] = $String(object.sets[i]);
                }
                if (object.anyPort != null)
                    if (object.anyPort)
                        message.anyPort = $Boolean(object.anyPort);
                if (object.ports) {
                    if (!$Array.isArray(object.ports))
                        throw $TypeError(".osg.v1.Match.ports: array expected");
                    message.ports = $Array(object.ports.length);
                    for (let i = 0; i < object.ports.length; ++i) {
                        if (!$util.isObject(object.ports[i]))
                            throw $TypeError(".osg.v1.Match.ports: object expected");
                        message.ports[i] = $root.osg.v1.Port.fromObject(object.ports[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Match message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Match
             * @static
             * @param {osg.v1.Match} message Match
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Match.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.sets = [];
                    object.ports = [];
                }
                if (options.defaults) {
                    object.anyPeer = false;
                    object.anyPort = false;
                }
                if (message.anyPeer != null && $Object.hasOwnProperty.call(message, "anyPeer"))
                    object.anyPeer = message.anyPeer;
                if (message.sets && message.sets.length) {
                    object.sets = $Array(message.sets.length);
                    for (let j = 0; j < message.sets.length; ++j)
                        object.sets[j] = message.sets[j];
                }
                if (message.anyPort != null && $Object.hasOwnProperty.call(message, "anyPort"))
                    object.anyPort = message.anyPort;
                if (message.ports && message.ports.length) {
                    object.ports = $Array(message.ports.length);
                    for (let j = 0; j < message.ports.length; ++j)
                        object.ports[j] = $root.osg.v1.Port.toObject(message.ports[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Match to JSON.
             * @function toJSON
             * @memberof osg.v1.Match
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Match.prototype.toJSON = function() {
                return Match.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Match
             * @function getTypeUrl
             * @memberof osg.v1.Match
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Match.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Match";
            };

            return Match;
        })();

        v1.Port = (function() {

            /**
             * Properties of a Port.
             * @typedef {Object} osg.v1.Port.$Properties
             * @property {boolean|null} [anyProtocol] Port anyProtocol
             * @property {number|null} [protocol] Port protocol
             * @property {boolean|null} [hasPorts] Port hasPorts
             * @property {number|null} [first] Port first
             * @property {number|null} [last] Port last
             * @property {boolean|null} [hasIcmp] Port hasIcmp
             * @property {number|null} [icmpType] Port icmpType
             * @property {boolean|null} [hasCode] Port hasCode
             * @property {number|null} [icmpCode] Port icmpCode
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Port.
             * @memberof osg.v1
             * @interface IPort
             * @augments osg.v1.Port.$Properties
             * @deprecated Use osg.v1.Port.$Properties instead.
             */

            /**
             * Shape of a Port.
             * @typedef {osg.v1.Port.$Properties} osg.v1.Port.$Shape
             */

            /**
             * Constructs a new Port.
             * @memberof osg.v1
             * @classdesc Represents a Port.
             * @constructor
             * @param {osg.v1.Port.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Port = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Port anyProtocol.
             * @member {boolean} anyProtocol
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.anyProtocol = false;

            /**
             * Port protocol.
             * @member {number} protocol
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.protocol = 0;

            /**
             * Port hasPorts.
             * @member {boolean} hasPorts
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.hasPorts = false;

            /**
             * Port first.
             * @member {number} first
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.first = 0;

            /**
             * Port last.
             * @member {number} last
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.last = 0;

            /**
             * Port hasIcmp.
             * @member {boolean} hasIcmp
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.hasIcmp = false;

            /**
             * Port icmpType.
             * @member {number} icmpType
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.icmpType = 0;

            /**
             * Port hasCode.
             * @member {boolean} hasCode
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.hasCode = false;

            /**
             * Port icmpCode.
             * @member {number} icmpCode
             * @memberof osg.v1.Port
             * @instance
             */
            Port.prototype.icmpCode = 0;

            /**
             * Creates a new Port instance using the specified properties.
             * @function create
             * @memberof osg.v1.Port
             * @static
             * @param {osg.v1.Port.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Port} Port instance
             * @type {{
             *   (properties: osg.v1.Port.$Shape): osg.v1.Port & osg.v1.Port.$Shape;
             *   (properties?: osg.v1.Port.$Properties): osg.v1.Port;
             * }}
             */
            Port.create = function(properties) {
                return new Port(properties);
            };

            /**
             * Encodes the specified Port message. Does not implicitly {@link osg.v1.Port.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Port
             * @static
             * @param {osg.v1.Port.$Properties} message Port message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Port.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.anyProtocol != null && $Object.hasOwnProperty.call(message, "anyProtocol") && message.anyProtocol !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.anyProtocol);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.protocol);
                if (message.hasPorts != null && $Object.hasOwnProperty.call(message, "hasPorts") && message.hasPorts !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.hasPorts);
                if (message.first != null && $Object.hasOwnProperty.call(message, "first") && message.first !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.first);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.last);
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp") && message.hasIcmp !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.hasIcmp);
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType") && message.icmpType !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.icmpType);
                if (message.hasCode != null && $Object.hasOwnProperty.call(message, "hasCode") && message.hasCode !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.hasCode);
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode") && message.icmpCode !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.icmpCode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Port message, length delimited. Does not implicitly {@link osg.v1.Port.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Port
             * @static
             * @param {osg.v1.Port.$Properties} message Port message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Port.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Port message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Port
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Port & osg.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Port.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Port();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.anyProtocol = value;
                            else
                                delete message.anyProtocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hasPorts = value;
                            else
                                delete message.hasPorts;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.first = value;
                            else
                                delete message.first;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hasIcmp = value;
                            else
                                delete message.hasIcmp;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.icmpType = value;
                            else
                                delete message.icmpType;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hasCode = value;
                            else
                                delete message.hasCode;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.icmpCode = value;
                            else
                                delete message.icmpCode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Port message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Port
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Port & osg.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Port.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Port message.
             * @function verify
             * @memberof osg.v1.Port
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Port.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.anyProtocol != null && $Object.hasOwnProperty.call(message, "anyProtocol"))
                    if (typeof message.anyProtocol !== "boolean")
                        return "anyProtocol: boolean expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isInteger(message.protocol))
                        return "protocol: integer expected";
                if (message.hasPorts != null && $Object.hasOwnProperty.call(message, "hasPorts"))
                    if (typeof message.hasPorts !== "boolean")
                        return "hasPorts: boolean expected";
                if (message.first != null && $Object.hasOwnProperty.call(message, "first"))
                    if (!$util.isInteger(message.first))
                        return "first: integer expected";
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    if (!$util.isInteger(message.last))
                        return "last: integer expected";
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp"))
                    if (typeof message.hasIcmp !== "boolean")
                        return "hasIcmp: boolean expected";
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType"))
                    if (!$util.isInteger(message.icmpType))
                        return "icmpType: integer expected";
                if (message.hasCode != null && $Object.hasOwnProperty.call(message, "hasCode"))
                    if (typeof message.hasCode !== "boolean")
                        return "hasCode: boolean expected";
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode"))
                    if (!$util.isInteger(message.icmpCode))
                        return "icmpCode: integer expected";
                return null;
            };

            /**
             * Creates a Port message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Port
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Port} Port
             */
            Port.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Port)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Port: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Port();
                if (object.anyProtocol != null)
                    if (object.anyProtocol)
                        message.anyProtocol = $Boolean(object.anyProtocol);
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                if (object.hasPorts != null)
                    if (object.hasPorts)
                        message.hasPorts = $Boolean(object.hasPorts);
                if (object.first != null)
                    if ($Number(object.first) !== 0)
                        message.first = object.first >>> 0;
                if (object.last != null)
                    if ($Number(object.last) !== 0)
                        message.last = object.last >>> 0;
                if (object.hasIcmp != null)
                    if (object.hasIcmp)
                        message.hasIcmp = $Boolean(object.hasIcmp);
                if (object.icmpType != null)
                    if ($Number(object.icmpType) !== 0)
                        message.icmpType = object.icmpType >>> 0;
                if (object.hasCode != null)
                    if (object.hasCode)
                        message.hasCode = $Boolean(object.hasCode);
                if (object.icmpCode != null)
                    if ($Number(object.icmpCode) !== 0)
                        message.icmpCode = object.icmpCode >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Port message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Port
             * @static
             * @param {osg.v1.Port} message Port
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Port.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.anyProtocol = false;
                    object.protocol = 0;
                    object.hasPorts = false;
                    object.first = 0;
                    object.last = 0;
                    object.hasIcmp = false;
                    object.icmpType = 0;
                    object.hasCode = false;
                    object.icmpCode = 0;
                }
                if (message.anyProtocol != null && $Object.hasOwnProperty.call(message, "anyProtocol"))
                    object.anyProtocol = message.anyProtocol;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                if (message.hasPorts != null && $Object.hasOwnProperty.call(message, "hasPorts"))
                    object.hasPorts = message.hasPorts;
                if (message.first != null && $Object.hasOwnProperty.call(message, "first"))
                    object.first = message.first;
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    object.last = message.last;
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp"))
                    object.hasIcmp = message.hasIcmp;
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType"))
                    object.icmpType = message.icmpType;
                if (message.hasCode != null && $Object.hasOwnProperty.call(message, "hasCode"))
                    object.hasCode = message.hasCode;
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode"))
                    object.icmpCode = message.icmpCode;
                return object;
            };

            /**
             * Converts this Port to JSON.
             * @function toJSON
             * @memberof osg.v1.Port
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Port.prototype.toJSON = function() {
                return Port.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Port
             * @function getTypeUrl
             * @memberof osg.v1.Port
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Port.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Port";
            };

            return Port;
        })();

        v1.ReportBatch = (function() {

            /**
             * Properties of a ReportBatch.
             * @typedef {Object} osg.v1.ReportBatch.$Properties
             * @property {string|null} [node] ReportBatch node
             * @property {string|null} [bootId] ReportBatch bootId
             * @property {number|null} [sequence] ReportBatch sequence
             * @property {Array.<osg.v1.DenyEvent.$Properties>|null} [events] ReportBatch events
             * @property {osg.v1.Accounting.$Properties|null} [accounting] ReportBatch accounting
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReportBatch.
             * @memberof osg.v1
             * @interface IReportBatch
             * @augments osg.v1.ReportBatch.$Properties
             * @deprecated Use osg.v1.ReportBatch.$Properties instead.
             */

            /**
             * Shape of a ReportBatch.
             * @typedef {osg.v1.ReportBatch.$Properties} osg.v1.ReportBatch.$Shape
             */

            /**
             * Constructs a new ReportBatch.
             * @memberof osg.v1
             * @classdesc Represents a ReportBatch.
             * @constructor
             * @param {osg.v1.ReportBatch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReportBatch = function (properties) {
                this.events = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReportBatch node.
             * @member {string} node
             * @memberof osg.v1.ReportBatch
             * @instance
             */
            ReportBatch.prototype.node = "";

            /**
             * ReportBatch bootId.
             * @member {string} bootId
             * @memberof osg.v1.ReportBatch
             * @instance
             */
            ReportBatch.prototype.bootId = "";

            /**
             * ReportBatch sequence.
             * @member {number} sequence
             * @memberof osg.v1.ReportBatch
             * @instance
             */
            ReportBatch.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ReportBatch events.
             * @member {Array.<osg.v1.DenyEvent.$Properties>} events
             * @memberof osg.v1.ReportBatch
             * @instance
             */
            ReportBatch.prototype.events = $util.emptyArray;

            /**
             * ReportBatch accounting.
             * @member {osg.v1.Accounting.$Properties|null|undefined} accounting
             * @memberof osg.v1.ReportBatch
             * @instance
             */
            ReportBatch.prototype.accounting = null;

            /**
             * Creates a new ReportBatch instance using the specified properties.
             * @function create
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {osg.v1.ReportBatch.$Properties=} [properties] Properties to set
             * @returns {osg.v1.ReportBatch} ReportBatch instance
             * @type {{
             *   (properties: osg.v1.ReportBatch.$Shape): osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape;
             *   (properties?: osg.v1.ReportBatch.$Properties): osg.v1.ReportBatch;
             * }}
             */
            ReportBatch.create = function(properties) {
                return new ReportBatch(properties);
            };

            /**
             * Encodes the specified ReportBatch message. Does not implicitly {@link osg.v1.ReportBatch.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {osg.v1.ReportBatch.$Properties} message ReportBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReportBatch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.node);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.bootId);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                if (message.events != null && message.events.length)
                    for (let i = 0; i < message.events.length; ++i)
                        $root.osg.v1.DenyEvent.encode(message.events[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.accounting != null && $Object.hasOwnProperty.call(message, "accounting"))
                    $root.osg.v1.Accounting.encode(message.accounting, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ReportBatch message, length delimited. Does not implicitly {@link osg.v1.ReportBatch.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {osg.v1.ReportBatch.$Properties} message ReportBatch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReportBatch.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ReportBatch message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape} ReportBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReportBatch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.ReportBatch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.events && message.events.length))
                                message.events = [];
                            message.events.push($root.osg.v1.DenyEvent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.accounting = $root.osg.v1.Accounting.decode(reader, reader.size(), $undefined, _depth + 1, message.accounting);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ReportBatch message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.ReportBatch & osg.v1.ReportBatch.$Shape} ReportBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReportBatch.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a ReportBatch message.
             * @function verify
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ReportBatch.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
                    if (!$util.isString(message.bootId))
                        return "bootId: string expected";
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (!$util.isInteger(message.sequence) && !(message.sequence && $util.isInteger(message.sequence.low) && $util.isInteger(message.sequence.high)))
                        return "sequence: integer|Long expected";
                if (message.events != null && $Object.hasOwnProperty.call(message, "events")) {
                    if (!$Array.isArray(message.events))
                        return "events: array expected";
                    for (let i = 0; i < message.events.length; ++i) {
                        let error = $root.osg.v1.DenyEvent.verify(message.events[i], _depth + 1);
                        if (error)
                            return "events." + error;
                    }
                }
                if (message.accounting != null && $Object.hasOwnProperty.call(message, "accounting")) {
                    let error = $root.osg.v1.Accounting.verify(message.accounting, _depth + 1);
                    if (error)
                        return "accounting." + error;
                }
                return null;
            };

            /**
             * Creates a ReportBatch message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.ReportBatch} ReportBatch
             */
            ReportBatch.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.ReportBatch)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.ReportBatch: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.ReportBatch();
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.bootId != null)
                    if (typeof object.bootId !== "string" || object.bootId.length)
                        message.bootId = $String(object.bootId);
                if (object.sequence != null)
                    if (typeof object.sequence === "object" ? object.sequence.low || object.sequence.high : $Number(object.sequence) !== 0)
                        if ($util.Long)
                            message.sequence = $util.Long.fromValue(object.sequence, true);
                        else if (typeof object.sequence === "string")
                            message.sequence = $parseInt(object.sequence, 10);
                        else if (typeof object.sequence === "number")
                            message.sequence = object.sequence;
                        else if (typeof object.sequence === "object")
                            message.sequence = new $util.LongBits(object.sequence.low >>> 0, object.sequence.high >>> 0).toNumber(true);
                if (object.events) {
                    if (!$Array.isArray(object.events))
                        throw $TypeError(".osg.v1.ReportBatch.events: array expected");
                    message.events = $Array(object.events.length);
                    for (let i = 0; i < object.events.length; ++i) {
                        if (!$util.isObject(object.events[i]))
                            throw $TypeError(".osg.v1.ReportBatch.events: object expected");
                        message.events[i] = $root.osg.v1.DenyEvent.fromObject(object.events[i], _depth + 1);
                    }
                }
                if (object.accounting != null) {
                    if (!$util.isObject(object.accounting))
                        throw $TypeError(".osg.v1.ReportBatch.accounting: object expected");
                    message.accounting = $root.osg.v1.Accounting.fromObject(object.accounting, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ReportBatch message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {osg.v1.ReportBatch} message ReportBatch
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReportBatch.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.events = [];
                if (options.defaults) {
                    object.node = "";
                    object.bootId = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.sequence = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.sequence = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.accounting = null;
                }
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId"))
                    object.bootId = message.bootId;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.sequence = typeof message.sequence === "number" ? $BigInt(message.sequence) : $util.Long.fromBits(message.sequence.low >>> 0, message.sequence.high >>> 0, true).toBigInt();
                    else if (typeof message.sequence === "number")
                        object.sequence = options.longs === $String ? $String(message.sequence) : message.sequence;
                    else
                        object.sequence = options.longs === $String ? $util.Long.prototype.toString.call(message.sequence) : options.longs === $Number ? new $util.LongBits(message.sequence.low >>> 0, message.sequence.high >>> 0).toNumber(true) : message.sequence;
                if (message.events && message.events.length) {
                    object.events = $Array(message.events.length);
                    for (let j = 0; j < message.events.length; ++j)
                        object.events[j] = $root.osg.v1.DenyEvent.toObject(message.events[j], options, _depth + 1);
                }
                if (message.accounting != null && $Object.hasOwnProperty.call(message, "accounting"))
                    object.accounting = $root.osg.v1.Accounting.toObject(message.accounting, options, _depth + 1);
                return object;
            };

            /**
             * Converts this ReportBatch to JSON.
             * @function toJSON
             * @memberof osg.v1.ReportBatch
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReportBatch.prototype.toJSON = function() {
                return ReportBatch.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ReportBatch
             * @function getTypeUrl
             * @memberof osg.v1.ReportBatch
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ReportBatch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.ReportBatch";
            };

            return ReportBatch;
        })();

        v1.ReportAck = (function() {

            /**
             * Properties of a ReportAck.
             * @typedef {Object} osg.v1.ReportAck.$Properties
             * @property {number|null} [sequence] ReportAck sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ReportAck.
             * @memberof osg.v1
             * @interface IReportAck
             * @augments osg.v1.ReportAck.$Properties
             * @deprecated Use osg.v1.ReportAck.$Properties instead.
             */

            /**
             * Shape of a ReportAck.
             * @typedef {osg.v1.ReportAck.$Properties} osg.v1.ReportAck.$Shape
             */

            /**
             * Constructs a new ReportAck.
             * @memberof osg.v1
             * @classdesc Represents a ReportAck.
             * @constructor
             * @param {osg.v1.ReportAck.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ReportAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ReportAck sequence.
             * @member {number} sequence
             * @memberof osg.v1.ReportAck
             * @instance
             */
            ReportAck.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new ReportAck instance using the specified properties.
             * @function create
             * @memberof osg.v1.ReportAck
             * @static
             * @param {osg.v1.ReportAck.$Properties=} [properties] Properties to set
             * @returns {osg.v1.ReportAck} ReportAck instance
             * @type {{
             *   (properties: osg.v1.ReportAck.$Shape): osg.v1.ReportAck & osg.v1.ReportAck.$Shape;
             *   (properties?: osg.v1.ReportAck.$Properties): osg.v1.ReportAck;
             * }}
             */
            ReportAck.create = function(properties) {
                return new ReportAck(properties);
            };

            /**
             * Encodes the specified ReportAck message. Does not implicitly {@link osg.v1.ReportAck.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.ReportAck
             * @static
             * @param {osg.v1.ReportAck.$Properties} message ReportAck message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReportAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ReportAck message, length delimited. Does not implicitly {@link osg.v1.ReportAck.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.ReportAck
             * @static
             * @param {osg.v1.ReportAck.$Properties} message ReportAck message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ReportAck.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ReportAck message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.ReportAck
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.ReportAck & osg.v1.ReportAck.$Shape} ReportAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReportAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.ReportAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ReportAck message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.ReportAck
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.ReportAck & osg.v1.ReportAck.$Shape} ReportAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ReportAck.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a ReportAck message.
             * @function verify
             * @memberof osg.v1.ReportAck
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ReportAck.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (!$util.isInteger(message.sequence) && !(message.sequence && $util.isInteger(message.sequence.low) && $util.isInteger(message.sequence.high)))
                        return "sequence: integer|Long expected";
                return null;
            };

            /**
             * Creates a ReportAck message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.ReportAck
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.ReportAck} ReportAck
             */
            ReportAck.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.ReportAck)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.ReportAck: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.ReportAck();
                if (object.sequence != null)
                    if (typeof object.sequence === "object" ? object.sequence.low || object.sequence.high : $Number(object.sequence) !== 0)
                        if ($util.Long)
                            message.sequence = $util.Long.fromValue(object.sequence, true);
                        else if (typeof object.sequence === "string")
                            message.sequence = $parseInt(object.sequence, 10);
                        else if (typeof object.sequence === "number")
                            message.sequence = object.sequence;
                        else if (typeof object.sequence === "object")
                            message.sequence = new $util.LongBits(object.sequence.low >>> 0, object.sequence.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from a ReportAck message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.ReportAck
             * @static
             * @param {osg.v1.ReportAck} message ReportAck
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ReportAck.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.sequence = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.sequence = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.sequence = typeof message.sequence === "number" ? $BigInt(message.sequence) : $util.Long.fromBits(message.sequence.low >>> 0, message.sequence.high >>> 0, true).toBigInt();
                    else if (typeof message.sequence === "number")
                        object.sequence = options.longs === $String ? $String(message.sequence) : message.sequence;
                    else
                        object.sequence = options.longs === $String ? $util.Long.prototype.toString.call(message.sequence) : options.longs === $Number ? new $util.LongBits(message.sequence.low >>> 0, message.sequence.high >>> 0).toNumber(true) : message.sequence;
                return object;
            };

            /**
             * Converts this ReportAck to JSON.
             * @function toJSON
             * @memberof osg.v1.ReportAck
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ReportAck.prototype.toJSON = function() {
                return ReportAck.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ReportAck
             * @function getTypeUrl
             * @memberof osg.v1.ReportAck
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ReportAck.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.ReportAck";
            };

            return ReportAck;
        })();

        v1.Accounting = (function() {

            /**
             * Properties of an Accounting.
             * @typedef {Object} osg.v1.Accounting.$Properties
             * @property {number|null} [counted] Accounting counted
             * @property {number|null} [reported] Accounting reported
             * @property {number|null} [suppressed] Accounting suppressed
             * @property {number|null} [lost] Accounting lost
             * @property {number|null} [pending] Accounting pending
             * @property {number|null} [droppedQueue] Accounting droppedQueue
             * @property {number|null} [droppedSpool] Accounting droppedSpool
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Accounting.
             * @memberof osg.v1
             * @interface IAccounting
             * @augments osg.v1.Accounting.$Properties
             * @deprecated Use osg.v1.Accounting.$Properties instead.
             */

            /**
             * Shape of an Accounting.
             * @typedef {osg.v1.Accounting.$Properties} osg.v1.Accounting.$Shape
             */

            /**
             * Constructs a new Accounting.
             * @memberof osg.v1
             * @classdesc Represents an Accounting.
             * @constructor
             * @param {osg.v1.Accounting.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Accounting = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Accounting counted.
             * @member {number} counted
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.counted = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting reported.
             * @member {number} reported
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.reported = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting suppressed.
             * @member {number} suppressed
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.suppressed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting lost.
             * @member {number} lost
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.lost = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting pending.
             * @member {number} pending
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.pending = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting droppedQueue.
             * @member {number} droppedQueue
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.droppedQueue = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Accounting droppedSpool.
             * @member {number} droppedSpool
             * @memberof osg.v1.Accounting
             * @instance
             */
            Accounting.prototype.droppedSpool = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Creates a new Accounting instance using the specified properties.
             * @function create
             * @memberof osg.v1.Accounting
             * @static
             * @param {osg.v1.Accounting.$Properties=} [properties] Properties to set
             * @returns {osg.v1.Accounting} Accounting instance
             * @type {{
             *   (properties: osg.v1.Accounting.$Shape): osg.v1.Accounting & osg.v1.Accounting.$Shape;
             *   (properties?: osg.v1.Accounting.$Properties): osg.v1.Accounting;
             * }}
             */
            Accounting.create = function(properties) {
                return new Accounting(properties);
            };

            /**
             * Encodes the specified Accounting message. Does not implicitly {@link osg.v1.Accounting.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.Accounting
             * @static
             * @param {osg.v1.Accounting.$Properties} message Accounting message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Accounting.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.counted != null && $Object.hasOwnProperty.call(message, "counted") && (typeof message.counted === "object" ? message.counted.low || message.counted.high : message.counted !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.counted);
                if (message.reported != null && $Object.hasOwnProperty.call(message, "reported") && (typeof message.reported === "object" ? message.reported.low || message.reported.high : message.reported !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.reported);
                if (message.suppressed != null && $Object.hasOwnProperty.call(message, "suppressed") && (typeof message.suppressed === "object" ? message.suppressed.low || message.suppressed.high : message.suppressed !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.suppressed);
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost") && (typeof message.lost === "object" ? message.lost.low || message.lost.high : message.lost !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.lost);
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending") && (typeof message.pending === "object" ? message.pending.low || message.pending.high : message.pending !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.pending);
                if (message.droppedQueue != null && $Object.hasOwnProperty.call(message, "droppedQueue") && (typeof message.droppedQueue === "object" ? message.droppedQueue.low || message.droppedQueue.high : message.droppedQueue !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.droppedQueue);
                if (message.droppedSpool != null && $Object.hasOwnProperty.call(message, "droppedSpool") && (typeof message.droppedSpool === "object" ? message.droppedSpool.low || message.droppedSpool.high : message.droppedSpool !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.droppedSpool);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Accounting message, length delimited. Does not implicitly {@link osg.v1.Accounting.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.Accounting
             * @static
             * @param {osg.v1.Accounting.$Properties} message Accounting message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Accounting.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Accounting message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.Accounting
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.Accounting & osg.v1.Accounting.$Shape} Accounting
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Accounting.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.Accounting();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.counted = value;
                            else
                                delete message.counted;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.reported = value;
                            else
                                delete message.reported;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.suppressed = value;
                            else
                                delete message.suppressed;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lost = value;
                            else
                                delete message.lost;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pending = value;
                            else
                                delete message.pending;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.droppedQueue = value;
                            else
                                delete message.droppedQueue;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.droppedSpool = value;
                            else
                                delete message.droppedSpool;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Accounting message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.Accounting
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.Accounting & osg.v1.Accounting.$Shape} Accounting
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Accounting.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Accounting message.
             * @function verify
             * @memberof osg.v1.Accounting
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Accounting.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.counted != null && $Object.hasOwnProperty.call(message, "counted"))
                    if (!$util.isInteger(message.counted) && !(message.counted && $util.isInteger(message.counted.low) && $util.isInteger(message.counted.high)))
                        return "counted: integer|Long expected";
                if (message.reported != null && $Object.hasOwnProperty.call(message, "reported"))
                    if (!$util.isInteger(message.reported) && !(message.reported && $util.isInteger(message.reported.low) && $util.isInteger(message.reported.high)))
                        return "reported: integer|Long expected";
                if (message.suppressed != null && $Object.hasOwnProperty.call(message, "suppressed"))
                    if (!$util.isInteger(message.suppressed) && !(message.suppressed && $util.isInteger(message.suppressed.low) && $util.isInteger(message.suppressed.high)))
                        return "suppressed: integer|Long expected";
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost"))
                    if (!$util.isInteger(message.lost) && !(message.lost && $util.isInteger(message.lost.low) && $util.isInteger(message.lost.high)))
                        return "lost: integer|Long expected";
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending"))
                    if (!$util.isInteger(message.pending) && !(message.pending && $util.isInteger(message.pending.low) && $util.isInteger(message.pending.high)))
                        return "pending: integer|Long expected";
                if (message.droppedQueue != null && $Object.hasOwnProperty.call(message, "droppedQueue"))
                    if (!$util.isInteger(message.droppedQueue) && !(message.droppedQueue && $util.isInteger(message.droppedQueue.low) && $util.isInteger(message.droppedQueue.high)))
                        return "droppedQueue: integer|Long expected";
                if (message.droppedSpool != null && $Object.hasOwnProperty.call(message, "droppedSpool"))
                    if (!$util.isInteger(message.droppedSpool) && !(message.droppedSpool && $util.isInteger(message.droppedSpool.low) && $util.isInteger(message.droppedSpool.high)))
                        return "droppedSpool: integer|Long expected";
                return null;
            };

            /**
             * Creates an Accounting message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.Accounting
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.Accounting} Accounting
             */
            Accounting.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.Accounting)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.Accounting: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.Accounting();
                if (object.counted != null)
                    if (typeof object.counted === "object" ? object.counted.low || object.counted.high : $Number(object.counted) !== 0)
                        if ($util.Long)
                            message.counted = $util.Long.fromValue(object.counted, true);
                        else if (typeof object.counted === "string")
                            message.counted = $parseInt(object.counted, 10);
                        else if (typeof object.counted === "number")
                            message.counted = object.counted;
                        else if (typeof object.counted === "object")
                            message.counted = new $util.LongBits(object.counted.low >>> 0, object.counted.high >>> 0).toNumber(true);
                if (object.reported != null)
                    if (typeof object.reported === "object" ? object.reported.low || object.reported.high : $Number(object.reported) !== 0)
                        if ($util.Long)
                            message.reported = $util.Long.fromValue(object.reported, true);
                        else if (typeof object.reported === "string")
                            message.reported = $parseInt(object.reported, 10);
                        else if (typeof object.reported === "number")
                            message.reported = object.reported;
                        else if (typeof object.reported === "object")
                            message.reported = new $util.LongBits(object.reported.low >>> 0, object.reported.high >>> 0).toNumber(true);
                if (object.suppressed != null)
                    if (typeof object.suppressed === "object" ? object.suppressed.low || object.suppressed.high : $Number(object.suppressed) !== 0)
                        if ($util.Long)
                            message.suppressed = $util.Long.fromValue(object.suppressed, true);
                        else if (typeof object.suppressed === "string")
                            message.suppressed = $parseInt(object.suppressed, 10);
                        else if (typeof object.suppressed === "number")
                            message.suppressed = object.suppressed;
                        else if (typeof object.suppressed === "object")
                            message.suppressed = new $util.LongBits(object.suppressed.low >>> 0, object.suppressed.high >>> 0).toNumber(true);
                if (object.lost != null)
                    if (typeof object.lost === "object" ? object.lost.low || object.lost.high : $Number(object.lost) !== 0)
                        if ($util.Long)
                            message.lost = $util.Long.fromValue(object.lost, true);
                        else if (typeof object.lost === "string")
                            message.lost = $parseInt(object.lost, 10);
                        else if (typeof object.lost === "number")
                            message.lost = object.lost;
                        else if (typeof object.lost === "object")
                            message.lost = new $util.LongBits(object.lost.low >>> 0, object.lost.high >>> 0).toNumber(true);
                if (object.pending != null)
                    if (typeof object.pending === "object" ? object.pending.low || object.pending.high : $Number(object.pending) !== 0)
                        if ($util.Long)
                            message.pending = $util.Long.fromValue(object.pending, true);
                        else if (typeof object.pending === "string")
                            message.pending = $parseInt(object.pending, 10);
                        else if (typeof object.pending === "number")
                            message.pending = object.pending;
                        else if (typeof object.pending === "object")
                            message.pending = new $util.LongBits(object.pending.low >>> 0, object.pending.high >>> 0).toNumber(true);
                if (object.droppedQueue != null)
                    if (typeof object.droppedQueue === "object" ? object.droppedQueue.low || object.droppedQueue.high : $Number(object.droppedQueue) !== 0)
                        if ($util.Long)
                            message.droppedQueue = $util.Long.fromValue(object.droppedQueue, true);
                        else if (typeof object.droppedQueue === "string")
                            message.droppedQueue = $parseInt(object.droppedQueue, 10);
                        else if (typeof object.droppedQueue === "number")
                            message.droppedQueue = object.droppedQueue;
                        else if (typeof object.droppedQueue === "object")
                            message.droppedQueue = new $util.LongBits(object.droppedQueue.low >>> 0, object.droppedQueue.high >>> 0).toNumber(true);
                if (object.droppedSpool != null)
                    if (typeof object.droppedSpool === "object" ? object.droppedSpool.low || object.droppedSpool.high : $Number(object.droppedSpool) !== 0)
                        if ($util.Long)
                            message.droppedSpool = $util.Long.fromValue(object.droppedSpool, true);
                        else if (typeof object.droppedSpool === "string")
                            message.droppedSpool = $parseInt(object.droppedSpool, 10);
                        else if (typeof object.droppedSpool === "number")
                            message.droppedSpool = object.droppedSpool;
                        else if (typeof object.droppedSpool === "object")
                            message.droppedSpool = new $util.LongBits(object.droppedSpool.low >>> 0, object.droppedSpool.high >>> 0).toNumber(true);
                return message;
            };

            /**
             * Creates a plain object from an Accounting message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.Accounting
             * @static
             * @param {osg.v1.Accounting} message Accounting
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Accounting.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.counted = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.counted = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.reported = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.reported = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.suppressed = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.suppressed = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.lost = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.lost = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.pending = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.pending = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.droppedQueue = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.droppedQueue = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.droppedSpool = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.droppedSpool = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                }
                if (message.counted != null && $Object.hasOwnProperty.call(message, "counted"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.counted = typeof message.counted === "number" ? $BigInt(message.counted) : $util.Long.fromBits(message.counted.low >>> 0, message.counted.high >>> 0, true).toBigInt();
                    else if (typeof message.counted === "number")
                        object.counted = options.longs === $String ? $String(message.counted) : message.counted;
                    else
                        object.counted = options.longs === $String ? $util.Long.prototype.toString.call(message.counted) : options.longs === $Number ? new $util.LongBits(message.counted.low >>> 0, message.counted.high >>> 0).toNumber(true) : message.counted;
                if (message.reported != null && $Object.hasOwnProperty.call(message, "reported"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.reported = typeof message.reported === "number" ? $BigInt(message.reported) : $util.Long.fromBits(message.reported.low >>> 0, message.reported.high >>> 0, true).toBigInt();
                    else if (typeof message.reported === "number")
                        object.reported = options.longs === $String ? $String(message.reported) : message.reported;
                    else
                        object.reported = options.longs === $String ? $util.Long.prototype.toString.call(message.reported) : options.longs === $Number ? new $util.LongBits(message.reported.low >>> 0, message.reported.high >>> 0).toNumber(true) : message.reported;
                if (message.suppressed != null && $Object.hasOwnProperty.call(message, "suppressed"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.suppressed = typeof message.suppressed === "number" ? $BigInt(message.suppressed) : $util.Long.fromBits(message.suppressed.low >>> 0, message.suppressed.high >>> 0, true).toBigInt();
                    else if (typeof message.suppressed === "number")
                        object.suppressed = options.longs === $String ? $String(message.suppressed) : message.suppressed;
                    else
                        object.suppressed = options.longs === $String ? $util.Long.prototype.toString.call(message.suppressed) : options.longs === $Number ? new $util.LongBits(message.suppressed.low >>> 0, message.suppressed.high >>> 0).toNumber(true) : message.suppressed;
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.lost = typeof message.lost === "number" ? $BigInt(message.lost) : $util.Long.fromBits(message.lost.low >>> 0, message.lost.high >>> 0, true).toBigInt();
                    else if (typeof message.lost === "number")
                        object.lost = options.longs === $String ? $String(message.lost) : message.lost;
                    else
                        object.lost = options.longs === $String ? $util.Long.prototype.toString.call(message.lost) : options.longs === $Number ? new $util.LongBits(message.lost.low >>> 0, message.lost.high >>> 0).toNumber(true) : message.lost;
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.pending = typeof message.pending === "number" ? $BigInt(message.pending) : $util.Long.fromBits(message.pending.low >>> 0, message.pending.high >>> 0, true).toBigInt();
                    else if (typeof message.pending === "number")
                        object.pending = options.longs === $String ? $String(message.pending) : message.pending;
                    else
                        object.pending = options.longs === $String ? $util.Long.prototype.toString.call(message.pending) : options.longs === $Number ? new $util.LongBits(message.pending.low >>> 0, message.pending.high >>> 0).toNumber(true) : message.pending;
                if (message.droppedQueue != null && $Object.hasOwnProperty.call(message, "droppedQueue"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.droppedQueue = typeof message.droppedQueue === "number" ? $BigInt(message.droppedQueue) : $util.Long.fromBits(message.droppedQueue.low >>> 0, message.droppedQueue.high >>> 0, true).toBigInt();
                    else if (typeof message.droppedQueue === "number")
                        object.droppedQueue = options.longs === $String ? $String(message.droppedQueue) : message.droppedQueue;
                    else
                        object.droppedQueue = options.longs === $String ? $util.Long.prototype.toString.call(message.droppedQueue) : options.longs === $Number ? new $util.LongBits(message.droppedQueue.low >>> 0, message.droppedQueue.high >>> 0).toNumber(true) : message.droppedQueue;
                if (message.droppedSpool != null && $Object.hasOwnProperty.call(message, "droppedSpool"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.droppedSpool = typeof message.droppedSpool === "number" ? $BigInt(message.droppedSpool) : $util.Long.fromBits(message.droppedSpool.low >>> 0, message.droppedSpool.high >>> 0, true).toBigInt();
                    else if (typeof message.droppedSpool === "number")
                        object.droppedSpool = options.longs === $String ? $String(message.droppedSpool) : message.droppedSpool;
                    else
                        object.droppedSpool = options.longs === $String ? $util.Long.prototype.toString.call(message.droppedSpool) : options.longs === $Number ? new $util.LongBits(message.droppedSpool.low >>> 0, message.droppedSpool.high >>> 0).toNumber(true) : message.droppedSpool;
                return object;
            };

            /**
             * Converts this Accounting to JSON.
             * @function toJSON
             * @memberof osg.v1.Accounting
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Accounting.prototype.toJSON = function() {
                return Accounting.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Accounting
             * @function getTypeUrl
             * @memberof osg.v1.Accounting
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Accounting.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.Accounting";
            };

            return Accounting;
        })();

        v1.DenyEvent = (function() {

            /**
             * Properties of a DenyEvent.
             * @typedef {Object} osg.v1.DenyEvent.$Properties
             * @property {string|null} [endpoint] DenyEvent endpoint
             * @property {string|null} [namespace] DenyEvent namespace
             * @property {string|null} [workload] DenyEvent workload
             * @property {boolean|null} [egress] DenyEvent egress
             * @property {string|null} [verdict] DenyEvent verdict
             * @property {string|null} [reason] DenyEvent reason
             * @property {string|null} [rule] DenyEvent rule
             * @property {string|null} [policy] DenyEvent policy
             * @property {string|null} [owner] DenyEvent owner
             * @property {string|null} [file] DenyEvent file
             * @property {number|null} [line] DenyEvent line
             * @property {Array.<string>|null} [isolatedBy] DenyEvent isolatedBy
             * @property {Uint8Array|null} [source] DenyEvent source
             * @property {Uint8Array|null} [destination] DenyEvent destination
             * @property {number|null} [sourcePort] DenyEvent sourcePort
             * @property {number|null} [destinationPort] DenyEvent destinationPort
             * @property {number|null} [protocol] DenyEvent protocol
             * @property {number|null} [tcpFlags] DenyEvent tcpFlags
             * @property {boolean|null} [hasIcmp] DenyEvent hasIcmp
             * @property {number|null} [icmpType] DenyEvent icmpType
             * @property {number|null} [icmpCode] DenyEvent icmpCode
             * @property {number|null} [revision] DenyEvent revision
             * @property {string|null} [sourceVersion] DenyEvent sourceVersion
             * @property {number|null} [packets] DenyEvent packets
             * @property {number|null} [bytes] DenyEvent bytes
             * @property {number|null} [firstSeenUnixUs] DenyEvent firstSeenUnixUs
             * @property {number|null} [lastSeenUnixUs] DenyEvent lastSeenUnixUs
             * @property {string|null} [tier] DenyEvent tier
             * @property {string|null} [node] DenyEvent node
             * @property {string|null} [peer] DenyEvent peer
             * @property {number|null} [id] DenyEvent id
             * @property {string|null} [kind] DenyEvent kind
             * @property {string|null} [ticket] DenyEvent ticket
             * @property {string|null} [runbook] DenyEvent runbook
             * @property {string|null} [ruleReason] DenyEvent ruleReason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DenyEvent.
             * @memberof osg.v1
             * @interface IDenyEvent
             * @augments osg.v1.DenyEvent.$Properties
             * @deprecated Use osg.v1.DenyEvent.$Properties instead.
             */

            /**
             * Shape of a DenyEvent.
             * @typedef {osg.v1.DenyEvent.$Properties} osg.v1.DenyEvent.$Shape
             */

            /**
             * Constructs a new DenyEvent.
             * @memberof osg.v1
             * @classdesc Represents a DenyEvent.
             * @constructor
             * @param {osg.v1.DenyEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DenyEvent = function (properties) {
                this.isolatedBy = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DenyEvent endpoint.
             * @member {string} endpoint
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.endpoint = "";

            /**
             * DenyEvent namespace.
             * @member {string} namespace
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.namespace = "";

            /**
             * DenyEvent workload.
             * @member {string} workload
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.workload = "";

            /**
             * DenyEvent egress.
             * @member {boolean} egress
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.egress = false;

            /**
             * DenyEvent verdict.
             * @member {string} verdict
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.verdict = "";

            /**
             * DenyEvent reason.
             * @member {string} reason
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.reason = "";

            /**
             * DenyEvent rule.
             * @member {string} rule
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.rule = "";

            /**
             * DenyEvent policy.
             * @member {string} policy
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.policy = "";

            /**
             * DenyEvent owner.
             * @member {string} owner
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.owner = "";

            /**
             * DenyEvent file.
             * @member {string} file
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.file = "";

            /**
             * DenyEvent line.
             * @member {number} line
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.line = 0;

            /**
             * DenyEvent isolatedBy.
             * @member {Array.<string>} isolatedBy
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.isolatedBy = $util.emptyArray;

            /**
             * DenyEvent source.
             * @member {Uint8Array} source
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.source = $util.newBuffer([]);

            /**
             * DenyEvent destination.
             * @member {Uint8Array} destination
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.destination = $util.newBuffer([]);

            /**
             * DenyEvent sourcePort.
             * @member {number} sourcePort
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.sourcePort = 0;

            /**
             * DenyEvent destinationPort.
             * @member {number} destinationPort
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.destinationPort = 0;

            /**
             * DenyEvent protocol.
             * @member {number} protocol
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.protocol = 0;

            /**
             * DenyEvent tcpFlags.
             * @member {number} tcpFlags
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.tcpFlags = 0;

            /**
             * DenyEvent hasIcmp.
             * @member {boolean} hasIcmp
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.hasIcmp = false;

            /**
             * DenyEvent icmpType.
             * @member {number} icmpType
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.icmpType = 0;

            /**
             * DenyEvent icmpCode.
             * @member {number} icmpCode
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.icmpCode = 0;

            /**
             * DenyEvent revision.
             * @member {number} revision
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent sourceVersion.
             * @member {string} sourceVersion
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.sourceVersion = "";

            /**
             * DenyEvent packets.
             * @member {number} packets
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.packets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent bytes.
             * @member {number} bytes
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent firstSeenUnixUs.
             * @member {number} firstSeenUnixUs
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.firstSeenUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent lastSeenUnixUs.
             * @member {number} lastSeenUnixUs
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.lastSeenUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent tier.
             * @member {string} tier
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.tier = "";

            /**
             * DenyEvent node.
             * @member {string} node
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.node = "";

            /**
             * DenyEvent peer.
             * @member {string} peer
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.peer = "";

            /**
             * DenyEvent id.
             * @member {number} id
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.id = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyEvent kind.
             * @member {string} kind
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.kind = "";

            /**
             * DenyEvent ticket.
             * @member {string} ticket
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.ticket = "";

            /**
             * DenyEvent runbook.
             * @member {string} runbook
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.runbook = "";

            /**
             * DenyEvent ruleReason.
             * @member {string} ruleReason
             * @memberof osg.v1.DenyEvent
             * @instance
             */
            DenyEvent.prototype.ruleReason = "";

            /**
             * Creates a new DenyEvent instance using the specified properties.
             * @function create
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {osg.v1.DenyEvent.$Properties=} [properties] Properties to set
             * @returns {osg.v1.DenyEvent} DenyEvent instance
             * @type {{
             *   (properties: osg.v1.DenyEvent.$Shape): osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape;
             *   (properties?: osg.v1.DenyEvent.$Properties): osg.v1.DenyEvent;
             * }}
             */
            DenyEvent.create = function(properties) {
                return new DenyEvent(properties);
            };

            /**
             * Encodes the specified DenyEvent message. Does not implicitly {@link osg.v1.DenyEvent.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {osg.v1.DenyEvent.$Properties} message DenyEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DenyEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.endpoint != null && $Object.hasOwnProperty.call(message, "endpoint") && message.endpoint !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.endpoint);
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.namespace);
                if (message.workload != null && $Object.hasOwnProperty.call(message, "workload") && message.workload !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.workload);
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress") && message.egress !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.egress);
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict") && message.verdict !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.verdict);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.reason);
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule") && message.rule !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.rule);
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy") && message.policy !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.policy);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.owner);
                if (message.file != null && $Object.hasOwnProperty.call(message, "file") && message.file !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.file);
                if (message.line != null && $Object.hasOwnProperty.call(message, "line") && message.line !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.line);
                if (message.isolatedBy != null && message.isolatedBy.length)
                    for (let i = 0; i < message.isolatedBy.length; ++i)
                        writer.uint32(/* id 12, wireType 2 =*/98).string(message.isolatedBy[i]);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).bytes(message.source);
                if (message.destination != null && $Object.hasOwnProperty.call(message, "destination") && message.destination.length)
                    writer.uint32(/* id 14, wireType 2 =*/114).bytes(message.destination);
                if (message.sourcePort != null && $Object.hasOwnProperty.call(message, "sourcePort") && message.sourcePort !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.sourcePort);
                if (message.destinationPort != null && $Object.hasOwnProperty.call(message, "destinationPort") && message.destinationPort !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.destinationPort);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 17, wireType 0 =*/136).uint32(message.protocol);
                if (message.tcpFlags != null && $Object.hasOwnProperty.call(message, "tcpFlags") && message.tcpFlags !== 0)
                    writer.uint32(/* id 18, wireType 0 =*/144).uint32(message.tcpFlags);
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp") && message.hasIcmp !== false)
                    writer.uint32(/* id 19, wireType 0 =*/152).bool(message.hasIcmp);
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType") && message.icmpType !== 0)
                    writer.uint32(/* id 20, wireType 0 =*/160).uint32(message.icmpType);
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode") && message.icmpCode !== 0)
                    writer.uint32(/* id 21, wireType 0 =*/168).uint32(message.icmpCode);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 22, wireType 0 =*/176).uint64(message.revision);
                if (message.sourceVersion != null && $Object.hasOwnProperty.call(message, "sourceVersion") && message.sourceVersion !== "")
                    writer.uint32(/* id 23, wireType 2 =*/186).string(message.sourceVersion);
                if (message.packets != null && $Object.hasOwnProperty.call(message, "packets") && (typeof message.packets === "object" ? message.packets.low || message.packets.high : message.packets !== 0))
                    writer.uint32(/* id 24, wireType 0 =*/192).uint64(message.packets);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 25, wireType 0 =*/200).uint64(message.bytes);
                if (message.firstSeenUnixUs != null && $Object.hasOwnProperty.call(message, "firstSeenUnixUs") && (typeof message.firstSeenUnixUs === "object" ? message.firstSeenUnixUs.low || message.firstSeenUnixUs.high : message.firstSeenUnixUs !== 0))
                    writer.uint32(/* id 26, wireType 0 =*/208).uint64(message.firstSeenUnixUs);
                if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs") && (typeof message.lastSeenUnixUs === "object" ? message.lastSeenUnixUs.low || message.lastSeenUnixUs.high : message.lastSeenUnixUs !== 0))
                    writer.uint32(/* id 27, wireType 0 =*/216).uint64(message.lastSeenUnixUs);
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier") && message.tier !== "")
                    writer.uint32(/* id 28, wireType 2 =*/226).string(message.tier);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 29, wireType 2 =*/234).string(message.node);
                if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer !== "")
                    writer.uint32(/* id 30, wireType 2 =*/242).string(message.peer);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && (typeof message.id === "object" ? message.id.low || message.id.high : message.id !== 0))
                    writer.uint32(/* id 31, wireType 0 =*/248).uint64(message.id);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 32, wireType 2 =*/258).string(message.kind);
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket") && message.ticket !== "")
                    writer.uint32(/* id 33, wireType 2 =*/266).string(message.ticket);
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook") && message.runbook !== "")
                    writer.uint32(/* id 34, wireType 2 =*/274).string(message.runbook);
                if (message.ruleReason != null && $Object.hasOwnProperty.call(message, "ruleReason") && message.ruleReason !== "")
                    writer.uint32(/* id 35, wireType 2 =*/282).string(message.ruleReason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified DenyEvent message, length delimited. Does not implicitly {@link osg.v1.DenyEvent.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {osg.v1.DenyEvent.$Properties} message DenyEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DenyEvent.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a DenyEvent message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape} DenyEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DenyEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.DenyEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.endpoint = value;
                            else
                                delete message.endpoint;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namespace = value;
                            else
                                delete message.namespace;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.workload = value;
                            else
                                delete message.workload;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.egress = value;
                            else
                                delete message.egress;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.verdict = value;
                            else
                                delete message.verdict;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.rule = value;
                            else
                                delete message.rule;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.policy = value;
                            else
                                delete message.policy;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.file = value;
                            else
                                delete message.file;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.line = value;
                            else
                                delete message.line;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.isolatedBy && message.isolatedBy.length))
                                message.isolatedBy = [];
                            message.isolatedBy.push(reader.stringVerify());
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.destination = value;
                            else
                                delete message.destination;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sourcePort = value;
                            else
                                delete message.sourcePort;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.destinationPort = value;
                            else
                                delete message.destinationPort;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tcpFlags = value;
                            else
                                delete message.tcpFlags;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hasIcmp = value;
                            else
                                delete message.hasIcmp;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.icmpType = value;
                            else
                                delete message.icmpType;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.icmpCode = value;
                            else
                                delete message.icmpCode;
                            continue;
                        }
                    case 22: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceVersion = value;
                            else
                                delete message.sourceVersion;
                            continue;
                        }
                    case 24: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.packets = value;
                            else
                                delete message.packets;
                            continue;
                        }
                    case 25: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 26: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.firstSeenUnixUs = value;
                            else
                                delete message.firstSeenUnixUs;
                            continue;
                        }
                    case 27: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastSeenUnixUs = value;
                            else
                                delete message.lastSeenUnixUs;
                            continue;
                        }
                    case 28: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.tier = value;
                            else
                                delete message.tier;
                            continue;
                        }
                    case 29: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peer = value;
                            else
                                delete message.peer;
                            continue;
                        }
                    case 31: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 32: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 33: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ticket = value;
                            else
                                delete message.ticket;
                            continue;
                        }
                    case 34: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runbook = value;
                            else
                                delete message.runbook;
                            continue;
                        }
                    case 35: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ruleReason = value;
                            else
                                delete message.ruleReason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a DenyEvent message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.DenyEvent & osg.v1.DenyEvent.$Shape} DenyEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DenyEvent.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a DenyEvent message.
             * @function verify
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            DenyEvent.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.endpoint != null && $Object.hasOwnProperty.call(message, "endpoint"))
                    if (!$util.isString(message.endpoint))
                        return "endpoint: string expected";
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace"))
                    if (!$util.isString(message.namespace))
                        return "namespace: string expected";
                if (message.workload != null && $Object.hasOwnProperty.call(message, "workload"))
                    if (!$util.isString(message.workload))
                        return "workload: string expected";
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress"))
                    if (typeof message.egress !== "boolean")
                        return "egress: boolean expected";
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    if (!$util.isString(message.verdict))
                        return "verdict: string expected";
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    if (!$util.isString(message.reason))
                        return "reason: string expected";
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule"))
                    if (!$util.isString(message.rule))
                        return "rule: string expected";
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    if (!$util.isString(message.policy))
                        return "policy: string expected";
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    if (!$util.isString(message.owner))
                        return "owner: string expected";
                if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                    if (!$util.isString(message.file))
                        return "file: string expected";
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    if (!$util.isInteger(message.line))
                        return "line: integer expected";
                if (message.isolatedBy != null && $Object.hasOwnProperty.call(message, "isolatedBy")) {
                    if (!$Array.isArray(message.isolatedBy))
                        return "isolatedBy: array expected";
                    for (let i = 0; i < message.isolatedBy.length; ++i)
                        if (!$util.isString(message.isolatedBy[i]))
                            return "isolatedBy: string[] expected";
                }
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!(message.source && typeof message.source.length === "number" || $util.isString(message.source)))
                        return "source: buffer expected";
                if (message.destination != null && $Object.hasOwnProperty.call(message, "destination"))
                    if (!(message.destination && typeof message.destination.length === "number" || $util.isString(message.destination)))
                        return "destination: buffer expected";
                if (message.sourcePort != null && $Object.hasOwnProperty.call(message, "sourcePort"))
                    if (!$util.isInteger(message.sourcePort))
                        return "sourcePort: integer expected";
                if (message.destinationPort != null && $Object.hasOwnProperty.call(message, "destinationPort"))
                    if (!$util.isInteger(message.destinationPort))
                        return "destinationPort: integer expected";
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    if (!$util.isInteger(message.protocol))
                        return "protocol: integer expected";
                if (message.tcpFlags != null && $Object.hasOwnProperty.call(message, "tcpFlags"))
                    if (!$util.isInteger(message.tcpFlags))
                        return "tcpFlags: integer expected";
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp"))
                    if (typeof message.hasIcmp !== "boolean")
                        return "hasIcmp: boolean expected";
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType"))
                    if (!$util.isInteger(message.icmpType))
                        return "icmpType: integer expected";
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode"))
                    if (!$util.isInteger(message.icmpCode))
                        return "icmpCode: integer expected";
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (!$util.isInteger(message.revision) && !(message.revision && $util.isInteger(message.revision.low) && $util.isInteger(message.revision.high)))
                        return "revision: integer|Long expected";
                if (message.sourceVersion != null && $Object.hasOwnProperty.call(message, "sourceVersion"))
                    if (!$util.isString(message.sourceVersion))
                        return "sourceVersion: string expected";
                if (message.packets != null && $Object.hasOwnProperty.call(message, "packets"))
                    if (!$util.isInteger(message.packets) && !(message.packets && $util.isInteger(message.packets.low) && $util.isInteger(message.packets.high)))
                        return "packets: integer|Long expected";
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    if (!$util.isInteger(message.bytes) && !(message.bytes && $util.isInteger(message.bytes.low) && $util.isInteger(message.bytes.high)))
                        return "bytes: integer|Long expected";
                if (message.firstSeenUnixUs != null && $Object.hasOwnProperty.call(message, "firstSeenUnixUs"))
                    if (!$util.isInteger(message.firstSeenUnixUs) && !(message.firstSeenUnixUs && $util.isInteger(message.firstSeenUnixUs.low) && $util.isInteger(message.firstSeenUnixUs.high)))
                        return "firstSeenUnixUs: integer|Long expected";
                if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs"))
                    if (!$util.isInteger(message.lastSeenUnixUs) && !(message.lastSeenUnixUs && $util.isInteger(message.lastSeenUnixUs.low) && $util.isInteger(message.lastSeenUnixUs.high)))
                        return "lastSeenUnixUs: integer|Long expected";
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier"))
                    if (!$util.isString(message.tier))
                        return "tier: string expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.peer != null && $Object.hasOwnProperty.call(message, "peer"))
                    if (!$util.isString(message.peer))
                        return "peer: string expected";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isInteger(message.id) && !(message.id && $util.isInteger(message.id.low) && $util.isInteger(message.id.high)))
                        return "id: integer|Long expected";
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    if (!$util.isString(message.kind))
                        return "kind: string expected";
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket"))
                    if (!$util.isString(message.ticket))
                        return "ticket: string expected";
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook"))
                    if (!$util.isString(message.runbook))
                        return "runbook: string expected";
                if (message.ruleReason != null && $Object.hasOwnProperty.call(message, "ruleReason"))
                    if (!$util.isString(message.ruleReason))
                        return "ruleReason: string expected";
                return null;
            };

            /**
             * Creates a DenyEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.DenyEvent} DenyEvent
             */
            DenyEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.DenyEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.DenyEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.DenyEvent();
                if (object.endpoint != null)
                    if (typeof object.endpoint !== "string" || object.endpoint.length)
                        message.endpoint = $String(object.endpoint);
                if (object.namespace != null)
                    if (typeof object.namespace !== "string" || object.namespace.length)
                        message.namespace = $String(object.namespace);
                if (object.workload != null)
                    if (typeof object.workload !== "string" || object.workload.length)
                        message.workload = $String(object.workload);
                if (object.egress != null)
                    if (object.egress)
                        message.egress = $Boolean(object.egress);
                if (object.verdict != null)
                    if (typeof object.verdict !== "string" || object.verdict.length)
                        message.verdict = $String(object.verdict);
                if (object.reason != null)
                    if (typeof object.reason !== "string" || object.reason.length)
                        message.reason = $String(object.reason);
                if (object.rule != null)
                    if (typeof object.rule !== "string" || object.rule.length)
                        message.rule = $String(object.rule);
                if (object.policy != null)
                    if (typeof object.policy !== "string" || object.policy.length)
                        message.policy = $String(object.policy);
                if (object.owner != null)
                    if (typeof object.owner !== "string" || object.owner.length)
                        message.owner = $String(object.owner);
                if (object.file != null)
                    if (typeof object.file !== "string" || object.file.length)
                        message.file = $String(object.file);
                if (object.line != null)
                    if ($Number(object.line) !== 0)
                        message.line = object.line >>> 0;
                if (object.isolatedBy) {
                    if (!$Array.isArray(object.isolatedBy))
                        throw $TypeError(".osg.v1.DenyEvent.isolatedBy: array expected");
                    message.isolatedBy = $Array(object.isolatedBy.length);
                    for (let i = 0; i < object.isolatedBy.length; ++i)
                        message.isolatedBy[i] = $String(object.isolatedBy[i]);
                }
                if (object.source != null)
                    if (object.source.length)
                        if (typeof object.source === "string")
                            $util.base64.decode(object.source, message.source = $util.newBuffer($util.base64.length(object.source)), 0);
                        else if (object.source.length >= 0)
                            message.source = object.source;
                if (object.destination != null)
                    if (object.destination.length)
                        if (typeof object.destination === "string")
                            $util.base64.decode(object.destination, message.destination = $util.newBuffer($util.base64.length(object.destination)), 0);
                        else if (object.destination.length >= 0)
                            message.destination = object.destination;
                if (object.sourcePort != null)
                    if ($Number(object.sourcePort) !== 0)
                        message.sourcePort = object.sourcePort >>> 0;
                if (object.destinationPort != null)
                    if ($Number(object.destinationPort) !== 0)
                        message.destinationPort = object.destinationPort >>> 0;
                if (object.protocol != null)
                    if ($Number(object.protocol) !== 0)
                        message.protocol = object.protocol >>> 0;
                if (object.tcpFlags != null)
                    if ($Number(object.tcpFlags) !== 0)
                        message.tcpFlags = object.tcpFlags >>> 0;
                if (object.hasIcmp != null)
                    if (object.hasIcmp)
                        message.hasIcmp = $Boolean(object.hasIcmp);
                if (object.icmpType != null)
                    if ($Number(object.icmpType) !== 0)
                        message.icmpType = object.icmpType >>> 0;
                if (object.icmpCode != null)
                    if ($Number(object.icmpCode) !== 0)
                        message.icmpCode = object.icmpCode >>> 0;
                if (object.revision != null)
                    if (typeof object.revision === "object" ? object.revision.low || object.revision.high : $Number(object.revision) !== 0)
                        if ($util.Long)
                            message.revision = $util.Long.fromValue(object.revision, true);
                        else if (typeof object.revision === "string")
                            message.revision = $parseInt(object.revision, 10);
                        else if (typeof object.revision === "number")
                            message.revision = object.revision;
                        else if (typeof object.revision === "object")
                            message.revision = new $util.LongBits(object.revision.low >>> 0, object.revision.high >>> 0).toNumber(true);
                if (object.sourceVersion != null)
                    if (typeof object.sourceVersion !== "string" || object.sourceVersion.length)
                        message.sourceVersion = $String(object.sourceVersion);
                if (object.packets != null)
                    if (typeof object.packets === "object" ? object.packets.low || object.packets.high : $Number(object.packets) !== 0)
                        if ($util.Long)
                            message.packets = $util.Long.fromValue(object.packets, true);
                        else if (typeof object.packets === "string")
                            message.packets = $parseInt(object.packets, 10);
                        else if (typeof object.packets === "number")
                            message.packets = object.packets;
                        else if (typeof object.packets === "object")
                            message.packets = new $util.LongBits(object.packets.low >>> 0, object.packets.high >>> 0).toNumber(true);
                if (object.bytes != null)
                    if (typeof object.bytes === "object" ? object.bytes.low || object.bytes.high : $Number(object.bytes) !== 0)
                        if ($util.Long)
                            message.bytes = $util.Long.fromValue(object.bytes, true);
                        else if (typeof object.bytes === "string")
                            message.bytes = $parseInt(object.bytes, 10);
                        else if (typeof object.bytes === "number")
                            message.bytes = object.bytes;
                        else if (typeof object.bytes === "object")
                            message.bytes = new $util.LongBits(object.bytes.low >>> 0, object.bytes.high >>> 0).toNumber(true);
                if (object.firstSeenUnixUs != null)
                    if (typeof object.firstSeenUnixUs === "object" ? object.firstSeenUnixUs.low || object.firstSeenUnixUs.high : $Number(object.firstSeenUnixUs) !== 0)
                        if ($util.Long)
                            message.firstSeenUnixUs = $util.Long.fromValue(object.firstSeenUnixUs, true);
                        else if (typeof object.firstSeenUnixUs === "string")
                            message.firstSeenUnixUs = $parseInt(object.firstSeenUnixUs, 10);
                        else if (typeof object.firstSeenUnixUs === "number")
                            message.firstSeenUnixUs = object.firstSeenUnixUs;
                        else if (typeof object.firstSeenUnixUs === "object")
                            message.firstSeenUnixUs = new $util.LongBits(object.firstSeenUnixUs.low >>> 0, object.firstSeenUnixUs.high >>> 0).toNumber(true);
                if (object.lastSeenUnixUs != null)
                    if (typeof object.lastSeenUnixUs === "object" ? object.lastSeenUnixUs.low || object.lastSeenUnixUs.high : $Number(object.lastSeenUnixUs) !== 0)
                        if ($util.Long)
                            message.lastSeenUnixUs = $util.Long.fromValue(object.lastSeenUnixUs, true);
                        else if (typeof object.lastSeenUnixUs === "string")
                            message.lastSeenUnixUs = $parseInt(object.lastSeenUnixUs, 10);
                        else if (typeof object.lastSeenUnixUs === "number")
                            message.lastSeenUnixUs = object.lastSeenUnixUs;
                        else if (typeof object.lastSeenUnixUs === "object")
                            message.lastSeenUnixUs = new $util.LongBits(object.lastSeenUnixUs.low >>> 0, object.lastSeenUnixUs.high >>> 0).toNumber(true);
                if (object.tier != null)
                    if (typeof object.tier !== "string" || object.tier.length)
                        message.tier = $String(object.tier);
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.peer != null)
                    if (typeof object.peer !== "string" || object.peer.length)
                        message.peer = $String(object.peer);
                if (object.id != null)
                    if (typeof object.id === "object" ? object.id.low || object.id.high : $Number(object.id) !== 0)
                        if ($util.Long)
                            message.id = $util.Long.fromValue(object.id, true);
                        else if (typeof object.id === "string")
                            message.id = $parseInt(object.id, 10);
                        else if (typeof object.id === "number")
                            message.id = object.id;
                        else if (typeof object.id === "object")
                            message.id = new $util.LongBits(object.id.low >>> 0, object.id.high >>> 0).toNumber(true);
                if (object.kind != null)
                    if (typeof object.kind !== "string" || object.kind.length)
                        message.kind = $String(object.kind);
                if (object.ticket != null)
                    if (typeof object.ticket !== "string" || object.ticket.length)
                        message.ticket = $String(object.ticket);
                if (object.runbook != null)
                    if (typeof object.runbook !== "string" || object.runbook.length)
                        message.runbook = $String(object.runbook);
                if (object.ruleReason != null)
                    if (typeof object.ruleReason !== "string" || object.ruleReason.length)
                        message.ruleReason = $String(object.ruleReason);
                return message;
            };

            /**
             * Creates a plain object from a DenyEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {osg.v1.DenyEvent} message DenyEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DenyEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.isolatedBy = [];
                if (options.defaults) {
                    object.endpoint = "";
                    object.namespace = "";
                    object.workload = "";
                    object.egress = false;
                    object.verdict = "";
                    object.reason = "";
                    object.rule = "";
                    object.policy = "";
                    object.owner = "";
                    object.file = "";
                    object.line = 0;
                    if (options.bytes === $String)
                        object.source = "";
                    else {
                        object.source = [];
                        if (options.bytes !== $Array)
                            object.source = $util.newBuffer(object.source);
                    }
                    if (options.bytes === $String)
                        object.destination = "";
                    else {
                        object.destination = [];
                        if (options.bytes !== $Array)
                            object.destination = $util.newBuffer(object.destination);
                    }
                    object.sourcePort = 0;
                    object.destinationPort = 0;
                    object.protocol = 0;
                    object.tcpFlags = 0;
                    object.hasIcmp = false;
                    object.icmpType = 0;
                    object.icmpCode = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.revision = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.revision = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.sourceVersion = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.packets = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.packets = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.firstSeenUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.firstSeenUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.lastSeenUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.lastSeenUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.tier = "";
                    object.node = "";
                    object.peer = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.id = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.id = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.kind = "";
                    object.ticket = "";
                    object.runbook = "";
                    object.ruleReason = "";
                }
                if (message.endpoint != null && $Object.hasOwnProperty.call(message, "endpoint"))
                    object.endpoint = message.endpoint;
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace"))
                    object.namespace = message.namespace;
                if (message.workload != null && $Object.hasOwnProperty.call(message, "workload"))
                    object.workload = message.workload;
                if (message.egress != null && $Object.hasOwnProperty.call(message, "egress"))
                    object.egress = message.egress;
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict"))
                    object.verdict = message.verdict;
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason"))
                    object.reason = message.reason;
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule"))
                    object.rule = message.rule;
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    object.policy = message.policy;
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner"))
                    object.owner = message.owner;
                if (message.file != null && $Object.hasOwnProperty.call(message, "file"))
                    object.file = message.file;
                if (message.line != null && $Object.hasOwnProperty.call(message, "line"))
                    object.line = message.line;
                if (message.isolatedBy && message.isolatedBy.length) {
                    object.isolatedBy = $Array(message.isolatedBy.length);
                    for (let j = 0; j < message.isolatedBy.length; ++j)
                        object.isolatedBy[j] = message.isolatedBy[j];
                }
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = options.bytes === $String ? $util.base64.encode(message.source, 0, message.source.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.source) : message.source;
                if (message.destination != null && $Object.hasOwnProperty.call(message, "destination"))
                    object.destination = options.bytes === $String ? $util.base64.encode(message.destination, 0, message.destination.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.destination) : message.destination;
                if (message.sourcePort != null && $Object.hasOwnProperty.call(message, "sourcePort"))
                    object.sourcePort = message.sourcePort;
                if (message.destinationPort != null && $Object.hasOwnProperty.call(message, "destinationPort"))
                    object.destinationPort = message.destinationPort;
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol"))
                    object.protocol = message.protocol;
                if (message.tcpFlags != null && $Object.hasOwnProperty.call(message, "tcpFlags"))
                    object.tcpFlags = message.tcpFlags;
                if (message.hasIcmp != null && $Object.hasOwnProperty.call(message, "hasIcmp"))
                    object.hasIcmp = message.hasIcmp;
                if (message.icmpType != null && $Object.hasOwnProperty.call(message, "icmpType"))
                    object.icmpType = message.icmpType;
                if (message.icmpCode != null && $Object.hasOwnProperty.call(message, "icmpCode"))
                    object.icmpCode = message.icmpCode;
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.revision = typeof message.revision === "number" ? $BigInt(message.revision) : $util.Long.fromBits(message.revision.low >>> 0, message.revision.high >>> 0, true).toBigInt();
                    else if (typeof message.revision === "number")
                        object.revision = options.longs === $String ? $String(message.revision) : message.revision;
                    else
                        object.revision = options.longs === $String ? $util.Long.prototype.toString.call(message.revision) : options.longs === $Number ? new $util.LongBits(message.revision.low >>> 0, message.revision.high >>> 0).toNumber(true) : message.revision;
                if (message.sourceVersion != null && $Object.hasOwnProperty.call(message, "sourceVersion"))
                    object.sourceVersion = message.sourceVersion;
                if (message.packets != null && $Object.hasOwnProperty.call(message, "packets"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.packets = typeof message.packets === "number" ? $BigInt(message.packets) : $util.Long.fromBits(message.packets.low >>> 0, message.packets.high >>> 0, true).toBigInt();
                    else if (typeof message.packets === "number")
                        object.packets = options.longs === $String ? $String(message.packets) : message.packets;
                    else
                        object.packets = options.longs === $String ? $util.Long.prototype.toString.call(message.packets) : options.longs === $Number ? new $util.LongBits(message.packets.low >>> 0, message.packets.high >>> 0).toNumber(true) : message.packets;
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bytes = typeof message.bytes === "number" ? $BigInt(message.bytes) : $util.Long.fromBits(message.bytes.low >>> 0, message.bytes.high >>> 0, true).toBigInt();
                    else if (typeof message.bytes === "number")
                        object.bytes = options.longs === $String ? $String(message.bytes) : message.bytes;
                    else
                        object.bytes = options.longs === $String ? $util.Long.prototype.toString.call(message.bytes) : options.longs === $Number ? new $util.LongBits(message.bytes.low >>> 0, message.bytes.high >>> 0).toNumber(true) : message.bytes;
                if (message.firstSeenUnixUs != null && $Object.hasOwnProperty.call(message, "firstSeenUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.firstSeenUnixUs = typeof message.firstSeenUnixUs === "number" ? $BigInt(message.firstSeenUnixUs) : $util.Long.fromBits(message.firstSeenUnixUs.low >>> 0, message.firstSeenUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.firstSeenUnixUs === "number")
                        object.firstSeenUnixUs = options.longs === $String ? $String(message.firstSeenUnixUs) : message.firstSeenUnixUs;
                    else
                        object.firstSeenUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.firstSeenUnixUs) : options.longs === $Number ? new $util.LongBits(message.firstSeenUnixUs.low >>> 0, message.firstSeenUnixUs.high >>> 0).toNumber(true) : message.firstSeenUnixUs;
                if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.lastSeenUnixUs = typeof message.lastSeenUnixUs === "number" ? $BigInt(message.lastSeenUnixUs) : $util.Long.fromBits(message.lastSeenUnixUs.low >>> 0, message.lastSeenUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.lastSeenUnixUs === "number")
                        object.lastSeenUnixUs = options.longs === $String ? $String(message.lastSeenUnixUs) : message.lastSeenUnixUs;
                    else
                        object.lastSeenUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.lastSeenUnixUs) : options.longs === $Number ? new $util.LongBits(message.lastSeenUnixUs.low >>> 0, message.lastSeenUnixUs.high >>> 0).toNumber(true) : message.lastSeenUnixUs;
                if (message.tier != null && $Object.hasOwnProperty.call(message, "tier"))
                    object.tier = message.tier;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.peer != null && $Object.hasOwnProperty.call(message, "peer"))
                    object.peer = message.peer;
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.id = typeof message.id === "number" ? $BigInt(message.id) : $util.Long.fromBits(message.id.low >>> 0, message.id.high >>> 0, true).toBigInt();
                    else if (typeof message.id === "number")
                        object.id = options.longs === $String ? $String(message.id) : message.id;
                    else
                        object.id = options.longs === $String ? $util.Long.prototype.toString.call(message.id) : options.longs === $Number ? new $util.LongBits(message.id.low >>> 0, message.id.high >>> 0).toNumber(true) : message.id;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = message.kind;
                if (message.ticket != null && $Object.hasOwnProperty.call(message, "ticket"))
                    object.ticket = message.ticket;
                if (message.runbook != null && $Object.hasOwnProperty.call(message, "runbook"))
                    object.runbook = message.runbook;
                if (message.ruleReason != null && $Object.hasOwnProperty.call(message, "ruleReason"))
                    object.ruleReason = message.ruleReason;
                return object;
            };

            /**
             * Converts this DenyEvent to JSON.
             * @function toJSON
             * @memberof osg.v1.DenyEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DenyEvent.prototype.toJSON = function() {
                return DenyEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DenyEvent
             * @function getTypeUrl
             * @memberof osg.v1.DenyEvent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DenyEvent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.DenyEvent";
            };

            return DenyEvent;
        })();

        v1.DenyQuery = (function() {

            /**
             * Properties of a DenyQuery.
             * @typedef {Object} osg.v1.DenyQuery.$Properties
             * @property {number|null} [sinceUnixUs] DenyQuery sinceUnixUs
             * @property {number|null} [untilUnixUs] DenyQuery untilUnixUs
             * @property {number|null} [last] DenyQuery last
             * @property {Array.<string>|null} [verdict] DenyQuery verdict
             * @property {Array.<string>|null} [namespace] DenyQuery namespace
             * @property {Array.<string>|null} [pod] DenyQuery pod
             * @property {Array.<string>|null} [fromPod] DenyQuery fromPod
             * @property {Array.<string>|null} [toPod] DenyQuery toPod
             * @property {Array.<string>|null} [fromNamespace] DenyQuery fromNamespace
             * @property {Array.<string>|null} [toNamespace] DenyQuery toNamespace
             * @property {Array.<string>|null} [fromIp] DenyQuery fromIp
             * @property {Array.<string>|null} [toIp] DenyQuery toIp
             * @property {Array.<number>|null} [port] DenyQuery port
             * @property {Array.<string>|null} [protocol] DenyQuery protocol
             * @property {Array.<string>|null} [node] DenyQuery node
             * @property {Array.<string>|null} [rule] DenyQuery rule
             * @property {Array.<string>|null} [group] DenyQuery group
             * @property {Array.<string>|null} [owner] DenyQuery owner
             * @property {Array.<string>|null} [direction] DenyQuery direction
             * @property {Array.<string>|null} [reason] DenyQuery reason
             * @property {osg.v1.DenyQuery.$Properties|null} [not] DenyQuery not
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DenyQuery.
             * @memberof osg.v1
             * @interface IDenyQuery
             * @augments osg.v1.DenyQuery.$Properties
             * @deprecated Use osg.v1.DenyQuery.$Properties instead.
             */

            /**
             * Shape of a DenyQuery.
             * @typedef {osg.v1.DenyQuery.$Properties} osg.v1.DenyQuery.$Shape
             */

            /**
             * Constructs a new DenyQuery.
             * @memberof osg.v1
             * @classdesc Represents a DenyQuery.
             * @constructor
             * @param {osg.v1.DenyQuery.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DenyQuery = function (properties) {
                this.verdict = [];
                this.namespace = [];
                this.pod = [];
                this.fromPod = [];
                this.toPod = [];
                this.fromNamespace = [];
                this.toNamespace = [];
                this.fromIp = [];
                this.toIp = [];
                this.port = [];
                this.protocol = [];
                this.node = [];
                this.rule = [];
                this.group = [];
                this.owner = [];
                this.direction = [];
                this.reason = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DenyQuery sinceUnixUs.
             * @member {number} sinceUnixUs
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.sinceUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyQuery untilUnixUs.
             * @member {number} untilUnixUs
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.untilUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * DenyQuery last.
             * @member {number} last
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.last = 0;

            /**
             * DenyQuery verdict.
             * @member {Array.<string>} verdict
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.verdict = $util.emptyArray;

            /**
             * DenyQuery namespace.
             * @member {Array.<string>} namespace
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.namespace = $util.emptyArray;

            /**
             * DenyQuery pod.
             * @member {Array.<string>} pod
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.pod = $util.emptyArray;

            /**
             * DenyQuery fromPod.
             * @member {Array.<string>} fromPod
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.fromPod = $util.emptyArray;

            /**
             * DenyQuery toPod.
             * @member {Array.<string>} toPod
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.toPod = $util.emptyArray;

            /**
             * DenyQuery fromNamespace.
             * @member {Array.<string>} fromNamespace
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.fromNamespace = $util.emptyArray;

            /**
             * DenyQuery toNamespace.
             * @member {Array.<string>} toNamespace
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.toNamespace = $util.emptyArray;

            /**
             * DenyQuery fromIp.
             * @member {Array.<string>} fromIp
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.fromIp = $util.emptyArray;

            /**
             * DenyQuery toIp.
             * @member {Array.<string>} toIp
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.toIp = $util.emptyArray;

            /**
             * DenyQuery port.
             * @member {Array.<number>} port
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.port = $util.emptyArray;

            /**
             * DenyQuery protocol.
             * @member {Array.<string>} protocol
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.protocol = $util.emptyArray;

            /**
             * DenyQuery node.
             * @member {Array.<string>} node
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.node = $util.emptyArray;

            /**
             * DenyQuery rule.
             * @member {Array.<string>} rule
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.rule = $util.emptyArray;

            /**
             * DenyQuery group.
             * @member {Array.<string>} group
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.group = $util.emptyArray;

            /**
             * DenyQuery owner.
             * @member {Array.<string>} owner
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.owner = $util.emptyArray;

            /**
             * DenyQuery direction.
             * @member {Array.<string>} direction
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.direction = $util.emptyArray;

            /**
             * DenyQuery reason.
             * @member {Array.<string>} reason
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.reason = $util.emptyArray;

            /**
             * DenyQuery not.
             * @member {osg.v1.DenyQuery.$Properties|null|undefined} not
             * @memberof osg.v1.DenyQuery
             * @instance
             */
            DenyQuery.prototype.not = null;

            /**
             * Creates a new DenyQuery instance using the specified properties.
             * @function create
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {osg.v1.DenyQuery.$Properties=} [properties] Properties to set
             * @returns {osg.v1.DenyQuery} DenyQuery instance
             * @type {{
             *   (properties: osg.v1.DenyQuery.$Shape): osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape;
             *   (properties?: osg.v1.DenyQuery.$Properties): osg.v1.DenyQuery;
             * }}
             */
            DenyQuery.create = function(properties) {
                return new DenyQuery(properties);
            };

            /**
             * Encodes the specified DenyQuery message. Does not implicitly {@link osg.v1.DenyQuery.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {osg.v1.DenyQuery.$Properties} message DenyQuery message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DenyQuery.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sinceUnixUs != null && $Object.hasOwnProperty.call(message, "sinceUnixUs") && (typeof message.sinceUnixUs === "object" ? message.sinceUnixUs.low || message.sinceUnixUs.high : message.sinceUnixUs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sinceUnixUs);
                if (message.untilUnixUs != null && $Object.hasOwnProperty.call(message, "untilUnixUs") && (typeof message.untilUnixUs === "object" ? message.untilUnixUs.low || message.untilUnixUs.high : message.untilUnixUs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.untilUnixUs);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.last);
                if (message.verdict != null && message.verdict.length)
                    for (let i = 0; i < message.verdict.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.verdict[i]);
                if (message.namespace != null && message.namespace.length)
                    for (let i = 0; i < message.namespace.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.namespace[i]);
                if (message.pod != null && message.pod.length)
                    for (let i = 0; i < message.pod.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.pod[i]);
                if (message.fromPod != null && message.fromPod.length)
                    for (let i = 0; i < message.fromPod.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.fromPod[i]);
                if (message.toPod != null && message.toPod.length)
                    for (let i = 0; i < message.toPod.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.toPod[i]);
                if (message.fromNamespace != null && message.fromNamespace.length)
                    for (let i = 0; i < message.fromNamespace.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).string(message.fromNamespace[i]);
                if (message.toNamespace != null && message.toNamespace.length)
                    for (let i = 0; i < message.toNamespace.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.toNamespace[i]);
                if (message.fromIp != null && message.fromIp.length)
                    for (let i = 0; i < message.fromIp.length; ++i)
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.fromIp[i]);
                if (message.toIp != null && message.toIp.length)
                    for (let i = 0; i < message.toIp.length; ++i)
                        writer.uint32(/* id 12, wireType 2 =*/98).string(message.toIp[i]);
                if (message.port != null && message.port.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).uint32s(message.port);
                if (message.protocol != null && message.protocol.length)
                    for (let i = 0; i < message.protocol.length; ++i)
                        writer.uint32(/* id 14, wireType 2 =*/114).string(message.protocol[i]);
                if (message.node != null && message.node.length)
                    for (let i = 0; i < message.node.length; ++i)
                        writer.uint32(/* id 15, wireType 2 =*/122).string(message.node[i]);
                if (message.rule != null && message.rule.length)
                    for (let i = 0; i < message.rule.length; ++i)
                        writer.uint32(/* id 16, wireType 2 =*/130).string(message.rule[i]);
                if (message.group != null && message.group.length)
                    for (let i = 0; i < message.group.length; ++i)
                        writer.uint32(/* id 17, wireType 2 =*/138).string(message.group[i]);
                if (message.owner != null && message.owner.length)
                    for (let i = 0; i < message.owner.length; ++i)
                        writer.uint32(/* id 18, wireType 2 =*/146).string(message.owner[i]);
                if (message.direction != null && message.direction.length)
                    for (let i = 0; i < message.direction.length; ++i)
                        writer.uint32(/* id 19, wireType 2 =*/154).string(message.direction[i]);
                if (message.reason != null && message.reason.length)
                    for (let i = 0; i < message.reason.length; ++i)
                        writer.uint32(/* id 20, wireType 2 =*/162).string(message.reason[i]);
                if (message.not != null && $Object.hasOwnProperty.call(message, "not"))
                    $root.osg.v1.DenyQuery.encode(message.not, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified DenyQuery message, length delimited. Does not implicitly {@link osg.v1.DenyQuery.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {osg.v1.DenyQuery.$Properties} message DenyQuery message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DenyQuery.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a DenyQuery message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape} DenyQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DenyQuery.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.DenyQuery();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceUnixUs = value;
                            else
                                delete message.sinceUnixUs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilUnixUs = value;
                            else
                                delete message.untilUnixUs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.verdict && message.verdict.length))
                                message.verdict = [];
                            message.verdict.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.namespace && message.namespace.length))
                                message.namespace = [];
                            message.namespace.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.pod && message.pod.length))
                                message.pod = [];
                            message.pod.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.fromPod && message.fromPod.length))
                                message.fromPod = [];
                            message.fromPod.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.toPod && message.toPod.length))
                                message.toPod = [];
                            message.toPod.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.fromNamespace && message.fromNamespace.length))
                                message.fromNamespace = [];
                            message.fromNamespace.push(reader.stringVerify());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.toNamespace && message.toNamespace.length))
                                message.toNamespace = [];
                            message.toNamespace.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.fromIp && message.fromIp.length))
                                message.fromIp = [];
                            message.fromIp.push(reader.stringVerify());
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.toIp && message.toIp.length))
                                message.toIp = [];
                            message.toIp.push(reader.stringVerify());
                            continue;
                        }
                    case 13: {
                            if (wireType === 2) {
                                if (!(message.port && message.port.length))
                                    message.port = [];
                                reader.uint32s(message.port);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.port && message.port.length))
                                message.port = [];
                            message.port.push(reader.uint32());
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.protocol && message.protocol.length))
                                message.protocol = [];
                            message.protocol.push(reader.stringVerify());
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (!(message.node && message.node.length))
                                message.node = [];
                            message.node.push(reader.stringVerify());
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rule && message.rule.length))
                                message.rule = [];
                            message.rule.push(reader.stringVerify());
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (!(message.group && message.group.length))
                                message.group = [];
                            message.group.push(reader.stringVerify());
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if (!(message.owner && message.owner.length))
                                message.owner = [];
                            message.owner.push(reader.stringVerify());
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            if (!(message.direction && message.direction.length))
                                message.direction = [];
                            message.direction.push(reader.stringVerify());
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if (!(message.reason && message.reason.length))
                                message.reason = [];
                            message.reason.push(reader.stringVerify());
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.not = $root.osg.v1.DenyQuery.decode(reader, reader.size(), $undefined, _depth + 1, message.not);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a DenyQuery message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.DenyQuery & osg.v1.DenyQuery.$Shape} DenyQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DenyQuery.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a DenyQuery message.
             * @function verify
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            DenyQuery.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.sinceUnixUs != null && $Object.hasOwnProperty.call(message, "sinceUnixUs"))
                    if (!$util.isInteger(message.sinceUnixUs) && !(message.sinceUnixUs && $util.isInteger(message.sinceUnixUs.low) && $util.isInteger(message.sinceUnixUs.high)))
                        return "sinceUnixUs: integer|Long expected";
                if (message.untilUnixUs != null && $Object.hasOwnProperty.call(message, "untilUnixUs"))
                    if (!$util.isInteger(message.untilUnixUs) && !(message.untilUnixUs && $util.isInteger(message.untilUnixUs.low) && $util.isInteger(message.untilUnixUs.high)))
                        return "untilUnixUs: integer|Long expected";
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    if (!$util.isInteger(message.last))
                        return "last: integer expected";
                if (message.verdict != null && $Object.hasOwnProperty.call(message, "verdict")) {
                    if (!$Array.isArray(message.verdict))
                        return "verdict: array expected";
                    for (let i = 0; i < message.verdict.length; ++i)
                        if (!$util.isString(message.verdict[i]))
                            return "verdict: string[] expected";
                }
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace")) {
                    if (!$Array.isArray(message.namespace))
                        return "namespace: array expected";
                    for (let i = 0; i < message.namespace.length; ++i)
                        if (!$util.isString(message.namespace[i]))
                            return "namespace: string[] expected";
                }
                if (message.pod != null && $Object.hasOwnProperty.call(message, "pod")) {
                    if (!$Array.isArray(message.pod))
                        return "pod: array expected";
                    for (let i = 0; i < message.pod.length; ++i)
                        if (!$util.isString(message.pod[i]))
                            return "pod: string[] expected";
                }
                if (message.fromPod != null && $Object.hasOwnProperty.call(message, "fromPod")) {
                    if (!$Array.isArray(message.fromPod))
                        return "fromPod: array expected";
                    for (let i = 0; i < message.fromPod.length; ++i)
                        if (!$util.isString(message.fromPod[i]))
                            return "fromPod: string[] expected";
                }
                if (message.toPod != null && $Object.hasOwnProperty.call(message, "toPod")) {
                    if (!$Array.isArray(message.toPod))
                        return "toPod: array expected";
                    for (let i = 0; i < message.toPod.length; ++i)
                        if (!$util.isString(message.toPod[i]))
                            return "toPod: string[] expected";
                }
                if (message.fromNamespace != null && $Object.hasOwnProperty.call(message, "fromNamespace")) {
                    if (!$Array.isArray(message.fromNamespace))
                        return "fromNamespace: array expected";
                    for (let i = 0; i < message.fromNamespace.length; ++i)
                        if (!$util.isString(message.fromNamespace[i]))
                            return "fromNamespace: string[] expected";
                }
                if (message.toNamespace != null && $Object.hasOwnProperty.call(message, "toNamespace")) {
                    if (!$Array.isArray(message.toNamespace))
                        return "toNamespace: array expected";
                    for (let i = 0; i < message.toNamespace.length; ++i)
                        if (!$util.isString(message.toNamespace[i]))
                            return "toNamespace: string[] expected";
                }
                if (message.fromIp != null && $Object.hasOwnProperty.call(message, "fromIp")) {
                    if (!$Array.isArray(message.fromIp))
                        return "fromIp: array expected";
                    for (let i = 0; i < message.fromIp.length; ++i)
                        if (!$util.isString(message.fromIp[i]))
                            return "fromIp: string[] expected";
                }
                if (message.toIp != null && $Object.hasOwnProperty.call(message, "toIp")) {
                    if (!$Array.isArray(message.toIp))
                        return "toIp: array expected";
                    for (let i = 0; i < message.toIp.length; ++i)
                        if (!$util.isString(message.toIp[i]))
                            return "toIp: string[] expected";
                }
                if (message.port != null && $Object.hasOwnProperty.call(message, "port")) {
                    if (!$Array.isArray(message.port))
                        return "port: array expected";
                    for (let i = 0; i < message.port.length; ++i)
                        if (!$util.isInteger(message.port[i]))
                            return "port: integer[] expected";
                }
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol")) {
                    if (!$Array.isArray(message.protocol))
                        return "protocol: array expected";
                    for (let i = 0; i < message.protocol.length; ++i)
                        if (!$util.isString(message.protocol[i]))
                            return "protocol: string[] expected";
                }
                if (message.node != null && $Object.hasOwnProperty.call(message, "node")) {
                    if (!$Array.isArray(message.node))
                        return "node: array expected";
                    for (let i = 0; i < message.node.length; ++i)
                        if (!$util.isString(message.node[i]))
                            return "node: string[] expected";
                }
                if (message.rule != null && $Object.hasOwnProperty.call(message, "rule")) {
                    if (!$Array.isArray(message.rule))
                        return "rule: array expected";
                    for (let i = 0; i < message.rule.length; ++i)
                        if (!$util.isString(message.rule[i]))
                            return "rule: string[] expected";
                }
                if (message.group != null && $Object.hasOwnProperty.call(message, "group")) {
                    if (!$Array.isArray(message.group))
                        return "group: array expected";
                    for (let i = 0; i < message.group.length; ++i)
                        if (!$util.isString(message.group[i]))
                            return "group: string[] expected";
                }
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner")) {
                    if (!$Array.isArray(message.owner))
                        return "owner: array expected";
                    for (let i = 0; i < message.owner.length; ++i)
                        if (!$util.isString(message.owner[i]))
                            return "owner: string[] expected";
                }
                if (message.direction != null && $Object.hasOwnProperty.call(message, "direction")) {
                    if (!$Array.isArray(message.direction))
                        return "direction: array expected";
                    for (let i = 0; i < message.direction.length; ++i)
                        if (!$util.isString(message.direction[i]))
                            return "direction: string[] expected";
                }
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason")) {
                    if (!$Array.isArray(message.reason))
                        return "reason: array expected";
                    for (let i = 0; i < message.reason.length; ++i)
                        if (!$util.isString(message.reason[i]))
                            return "reason: string[] expected";
                }
                if (message.not != null && $Object.hasOwnProperty.call(message, "not")) {
                    let error = $root.osg.v1.DenyQuery.verify(message.not, _depth + 1);
                    if (error)
                        return "not." + error;
                }
                return null;
            };

            /**
             * Creates a DenyQuery message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.DenyQuery} DenyQuery
             */
            DenyQuery.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.DenyQuery)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.DenyQuery: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.DenyQuery();
                if (object.sinceUnixUs != null)
                    if (typeof object.sinceUnixUs === "object" ? object.sinceUnixUs.low || object.sinceUnixUs.high : $Number(object.sinceUnixUs) !== 0)
                        if ($util.Long)
                            message.sinceUnixUs = $util.Long.fromValue(object.sinceUnixUs, true);
                        else if (typeof object.sinceUnixUs === "string")
                            message.sinceUnixUs = $parseInt(object.sinceUnixUs, 10);
                        else if (typeof object.sinceUnixUs === "number")
                            message.sinceUnixUs = object.sinceUnixUs;
                        else if (typeof object.sinceUnixUs === "object")
                            message.sinceUnixUs = new $util.LongBits(object.sinceUnixUs.low >>> 0, object.sinceUnixUs.high >>> 0).toNumber(true);
                if (object.untilUnixUs != null)
                    if (typeof object.untilUnixUs === "object" ? object.untilUnixUs.low || object.untilUnixUs.high : $Number(object.untilUnixUs) !== 0)
                        if ($util.Long)
                            message.untilUnixUs = $util.Long.fromValue(object.untilUnixUs, true);
                        else if (typeof object.untilUnixUs === "string")
                            message.untilUnixUs = $parseInt(object.untilUnixUs, 10);
                        else if (typeof object.untilUnixUs === "number")
                            message.untilUnixUs = object.untilUnixUs;
                        else if (typeof object.untilUnixUs === "object")
                            message.untilUnixUs = new $util.LongBits(object.untilUnixUs.low >>> 0, object.untilUnixUs.high >>> 0).toNumber(true);
                if (object.last != null)
                    if ($Number(object.last) !== 0)
                        message.last = object.last >>> 0;
                if (object.verdict) {
                    if (!$Array.isArray(object.verdict))
                        throw $TypeError(".osg.v1.DenyQuery.verdict: array expected");
                    message.verdict = $Array(object.verdict.length);
                    for (let i = 0; i < object.verdict.length; ++i)
                        message.verdict[i] = $String(object.verdict[i]);
                }
                if (object.namespace) {
                    if (!$Array.isArray(object.namespace))
                        throw $TypeError(".osg.v1.DenyQuery.namespace: array expected");
                    message.namespace = $Array(object.namespace.length);
                    for (let i = 0; i < object.namespace.length; ++i)
                        message.namespace[i] = $String(object.namespace[i]);
                }
                if (object.pod) {
                    if (!$Array.isArray(object.pod))
                        throw $TypeError(".osg.v1.DenyQuery.pod: array expected");
                    message.pod = $Array(object.pod.length);
                    for (let i = 0; i < object.pod.length; ++i)
                        message.pod[i] = $String(object.pod[i]);
                }
                if (object.fromPod) {
                    if (!$Array.isArray(object.fromPod))
                        throw $TypeError(".osg.v1.DenyQuery.fromPod: array expected");
                    message.fromPod = $Array(object.fromPod.length);
                    for (let i = 0; i < object.fromPod.length; ++i)
                        message.fromPod[i] = $String(object.fromPod[i]);
                }
                if (object.toPod) {
                    if (!$Array.isArray(object.toPod))
                        throw $TypeError(".osg.v1.DenyQuery.toPod: array expected");
                    message.toPod = $Array(object.toPod.length);
                    for (let i = 0; i < object.toPod.length; ++i)
                        message.toPod[i] = $String(object.toPod[i]);
                }
                if (object.fromNamespace) {
                    if (!$Array.isArray(object.fromNamespace))
                        throw $TypeError(".osg.v1.DenyQuery.fromNamespace: array expected");
                    message.fromNamespace = $Array(object.fromNamespace.length);
                    for (let i = 0; i < object.fromNamespace.length; ++i)
                        message.fromNamespace[i] = $String(object.fromNamespace[i]);
                }
                if (object.toNamespace) {
                    if (!$Array.isArray(object.toNamespace))
                        throw $TypeError(".osg.v1.DenyQuery.toNamespace: array expected");
                    message.toNamespace = $Array(object.toNamespace.length);
                    for (let i = 0; i < object.toNamespace.length; ++i)
                        message.toNamespace[i] = $String(object.toNamespace[i]);
                }
                if (object.fromIp) {
                    if (!$Array.isArray(object.fromIp))
                        throw $TypeError(".osg.v1.DenyQuery.fromIp: array expected");
                    message.fromIp = $Array(object.fromIp.length);
                    for (let i = 0; i < object.fromIp.length; ++i)
                        message.fromIp[i] = $String(object.fromIp[i]);
                }
                if (object.toIp) {
                    if (!$Array.isArray(object.toIp))
                        throw $TypeError(".osg.v1.DenyQuery.toIp: array expected");
                    message.toIp = $Array(object.toIp.length);
                    for (let i = 0; i < object.toIp.length; ++i)
                        message.toIp[i] = $String(object.toIp[i]);
                }
                if (object.port) {
                    if (!$Array.isArray(object.port))
                        throw $TypeError(".osg.v1.DenyQuery.port: array expected");
                    message.port = $Array(object.port.length);
                    for (let i = 0; i < object.port.length; ++i)
                        message.port[i] = object.port[i] >>> 0;
                }
                if (object.protocol) {
                    if (!$Array.isArray(object.protocol))
                        throw $TypeError(".osg.v1.DenyQuery.protocol: array expected");
                    message.protocol = $Array(object.protocol.length);
                    for (let i = 0; i < object.protocol.length; ++i)
                        message.protocol[i] = $String(object.protocol[i]);
                }
                if (object.node) {
                    if (!$Array.isArray(object.node))
                        throw $TypeError(".osg.v1.DenyQuery.node: array expected");
                    message.node = $Array(object.node.length);
                    for (let i = 0; i < object.node.length; ++i)
                        message.node[i] = $String(object.node[i]);
                }
                if (object.rule) {
                    if (!$Array.isArray(object.rule))
                        throw $TypeError(".osg.v1.DenyQuery.rule: array expected");
                    message.rule = $Array(object.rule.length);
                    for (let i = 0; i < object.rule.length; ++i)
                        message.rule[i] = $String(object.rule[i]);
                }
                if (object.group) {
                    if (!$Array.isArray(object.group))
                        throw $TypeError(".osg.v1.DenyQuery.group: array expected");
                    message.group = $Array(object.group.length);
                    for (let i = 0; i < object.group.length; ++i)
                        message.group[i] = $String(object.group[i]);
                }
                if (object.owner) {
                    if (!$Array.isArray(object.owner))
                        throw $TypeError(".osg.v1.DenyQuery.owner: array expected");
                    message.owner = $Array(object.owner.length);
                    for (let i = 0; i < object.owner.length; ++i)
                        message.owner[i] = $String(object.owner[i]);
                }
                if (object.direction) {
                    if (!$Array.isArray(object.direction))
                        throw $TypeError(".osg.v1.DenyQuery.direction: array expected");
                    message.direction = $Array(object.direction.length);
                    for (let i = 0; i < object.direction.length; ++i)
                        message.direction[i] = $String(object.direction[i]);
                }
                if (object.reason) {
                    if (!$Array.isArray(object.reason))
                        throw $TypeError(".osg.v1.DenyQuery.reason: array expected");
                    message.reason = $Array(object.reason.length);
                    for (let i = 0; i < object.reason.length; ++i)
                        message.reason[i] = $String(object.reason[i]);
                }
                if (object.not != null) {
                    if (!$util.isObject(object.not))
                        throw $TypeError(".osg.v1.DenyQuery.not: object expected");
                    message.not = $root.osg.v1.DenyQuery.fromObject(object.not, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a DenyQuery message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {osg.v1.DenyQuery} message DenyQuery
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DenyQuery.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.verdict = [];
                    object.namespace = [];
                    object.pod = [];
                    object.fromPod = [];
                    object.toPod = [];
                    object.fromNamespace = [];
                    object.toNamespace = [];
                    object.fromIp = [];
                    object.toIp = [];
                    object.port = [];
                    object.protocol = [];
                    object.node = [];
                    object.rule = [];
                    object.group = [];
                    object.owner = [];
                    object.direction = [];
                    object.reason = [];
                }
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.sinceUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.sinceUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.untilUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.untilUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.last = 0;
                    object.not = null;
                }
                if (message.sinceUnixUs != null && $Object.hasOwnProperty.call(message, "sinceUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.sinceUnixUs = typeof message.sinceUnixUs === "number" ? $BigInt(message.sinceUnixUs) : $util.Long.fromBits(message.sinceUnixUs.low >>> 0, message.sinceUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.sinceUnixUs === "number")
                        object.sinceUnixUs = options.longs === $String ? $String(message.sinceUnixUs) : message.sinceUnixUs;
                    else
                        object.sinceUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.sinceUnixUs) : options.longs === $Number ? new $util.LongBits(message.sinceUnixUs.low >>> 0, message.sinceUnixUs.high >>> 0).toNumber(true) : message.sinceUnixUs;
                if (message.untilUnixUs != null && $Object.hasOwnProperty.call(message, "untilUnixUs"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.untilUnixUs = typeof message.untilUnixUs === "number" ? $BigInt(message.untilUnixUs) : $util.Long.fromBits(message.untilUnixUs.low >>> 0, message.untilUnixUs.high >>> 0, true).toBigInt();
                    else if (typeof message.untilUnixUs === "number")
                        object.untilUnixUs = options.longs === $String ? $String(message.untilUnixUs) : message.untilUnixUs;
                    else
                        object.untilUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.untilUnixUs) : options.longs === $Number ? new $util.LongBits(message.untilUnixUs.low >>> 0, message.untilUnixUs.high >>> 0).toNumber(true) : message.untilUnixUs;
                if (message.last != null && $Object.hasOwnProperty.call(message, "last"))
                    object.last = message.last;
                if (message.verdict && message.verdict.length) {
                    object.verdict = $Array(message.verdict.length);
                    for (let j = 0; j < message.verdict.length; ++j)
                        object.verdict[j] = message.verdict[j];
                }
                if (message.namespace && message.namespace.length) {
                    object.namespace = $Array(message.namespace.length);
                    for (let j = 0; j < message.namespace.length; ++j)
                        object.namespace[j] = message.namespace[j];
                }
                if (message.pod && message.pod.length) {
                    object.pod = $Array(message.pod.length);
                    for (let j = 0; j < message.pod.length; ++j)
                        object.pod[j] = message.pod[j];
                }
                if (message.fromPod && message.fromPod.length) {
                    object.fromPod = $Array(message.fromPod.length);
                    for (let j = 0; j < message.fromPod.length; ++j)
                        object.fromPod[j] = message.fromPod[j];
                }
                if (message.toPod && message.toPod.length) {
                    object.toPod = $Array(message.toPod.length);
                    for (let j = 0; j < message.toPod.length; ++j)
                        object.toPod[j] = message.toPod[j];
                }
                if (message.fromNamespace && message.fromNamespace.length) {
                    object.fromNamespace = $Array(message.fromNamespace.length);
                    for (let j = 0; j < message.fromNamespace.length; ++j)
                        object.fromNamespace[j] = message.fromNamespace[j];
                }
                if (message.toNamespace && message.toNamespace.length) {
                    object.toNamespace = $Array(message.toNamespace.length);
                    for (let j = 0; j < message.toNamespace.length; ++j)
                        object.toNamespace[j] = message.toNamespace[j];
                }
                if (message.fromIp && message.fromIp.length) {
                    object.fromIp = $Array(message.fromIp.length);
                    for (let j = 0; j < message.fromIp.length; ++j)
                        object.fromIp[j] = message.fromIp[j];
                }
                if (message.toIp && message.toIp.length) {
                    object.toIp = $Array(message.toIp.length);
                    for (let j = 0; j < message.toIp.length; ++j)
                        object.toIp[j] = message.toIp[j];
                }
                if (message.port && message.port.length) {
                    object.port = $Array(message.port.length);
                    for (let j = 0; j < message.port.length; ++j)
                        object.port[j] = message.port[j];
                }
                if (message.protocol && message.protocol.length) {
                    object.protocol = $Array(message.protocol.length);
                    for (let j = 0; j < message.protocol.length; ++j)
                        object.protocol[j] = message.protocol[j];
                }
                if (message.node && message.node.length) {
                    object.node = $Array(message.node.length);
                    for (let j = 0; j < message.node.length; ++j)
                        object.node[j] = message.node[j];
                }
                if (message.rule && message.rule.length) {
                    object.rule = $Array(message.rule.length);
                    for (let j = 0; j < message.rule.length; ++j)
                        object.rule[j] = message.rule[j];
                }
                if (message.group && message.group.length) {
                    object.group = $Array(message.group.length);
                    for (let j = 0; j < message.group.length; ++j)
                        object.group[j] = message.group[j];
                }
                if (message.owner && message.owner.length) {
                    object.owner = $Array(message.owner.length);
                    for (let j = 0; j < message.owner.length; ++j)
                        object.owner[j] = message.owner[j];
                }
                if (message.direction && message.direction.length) {
                    object.direction = $Array(message.direction.length);
                    for (let j = 0; j < message.direction.length; ++j)
                        object.direction[j] = message.direction[j];
                }
                if (message.reason && message.reason.length) {
                    object.reason = $Array(message.reason.length);
                    for (let j = 0; j < message.reason.length; ++j)
                        object.reason[j] = message.reason[j];
                }
                if (message.not != null && $Object.hasOwnProperty.call(message, "not"))
                    object.not = $root.osg.v1.DenyQuery.toObject(message.not, options, _depth + 1);
                return object;
            };

            /**
             * Converts this DenyQuery to JSON.
             * @function toJSON
             * @memberof osg.v1.DenyQuery
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DenyQuery.prototype.toJSON = function() {
                return DenyQuery.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for DenyQuery
             * @function getTypeUrl
             * @memberof osg.v1.DenyQuery
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DenyQuery.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.DenyQuery";
            };

            return DenyQuery;
        })();

        v1.TopRequest = (function() {

            /**
             * Properties of a TopRequest.
             * @typedef {Object} osg.v1.TopRequest.$Properties
             * @property {osg.v1.DenyQuery.$Properties|null} [filter] TopRequest filter
             * @property {string|null} [by] TopRequest by
             * @property {number|null} [limit] TopRequest limit
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TopRequest.
             * @memberof osg.v1
             * @interface ITopRequest
             * @augments osg.v1.TopRequest.$Properties
             * @deprecated Use osg.v1.TopRequest.$Properties instead.
             */

            /**
             * Shape of a TopRequest.
             * @typedef {osg.v1.TopRequest.$Properties} osg.v1.TopRequest.$Shape
             */

            /**
             * Constructs a new TopRequest.
             * @memberof osg.v1
             * @classdesc Represents a TopRequest.
             * @constructor
             * @param {osg.v1.TopRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TopRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TopRequest filter.
             * @member {osg.v1.DenyQuery.$Properties|null|undefined} filter
             * @memberof osg.v1.TopRequest
             * @instance
             */
            TopRequest.prototype.filter = null;

            /**
             * TopRequest by.
             * @member {string} by
             * @memberof osg.v1.TopRequest
             * @instance
             */
            TopRequest.prototype.by = "";

            /**
             * TopRequest limit.
             * @member {number} limit
             * @memberof osg.v1.TopRequest
             * @instance
             */
            TopRequest.prototype.limit = 0;

            /**
             * Creates a new TopRequest instance using the specified properties.
             * @function create
             * @memberof osg.v1.TopRequest
             * @static
             * @param {osg.v1.TopRequest.$Properties=} [properties] Properties to set
             * @returns {osg.v1.TopRequest} TopRequest instance
             * @type {{
             *   (properties: osg.v1.TopRequest.$Shape): osg.v1.TopRequest & osg.v1.TopRequest.$Shape;
             *   (properties?: osg.v1.TopRequest.$Properties): osg.v1.TopRequest;
             * }}
             */
            TopRequest.create = function(properties) {
                return new TopRequest(properties);
            };

            /**
             * Encodes the specified TopRequest message. Does not implicitly {@link osg.v1.TopRequest.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.TopRequest
             * @static
             * @param {osg.v1.TopRequest.$Properties} message TopRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TopRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.filter != null && $Object.hasOwnProperty.call(message, "filter"))
                    $root.osg.v1.DenyQuery.encode(message.filter, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.by != null && $Object.hasOwnProperty.call(message, "by") && message.by !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.by);
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.limit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified TopRequest message, length delimited. Does not implicitly {@link osg.v1.TopRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.TopRequest
             * @static
             * @param {osg.v1.TopRequest.$Properties} message TopRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TopRequest.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a TopRequest message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.TopRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.TopRequest & osg.v1.TopRequest.$Shape} TopRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TopRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.TopRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.filter = $root.osg.v1.DenyQuery.decode(reader, reader.size(), $undefined, _depth + 1, message.filter);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.by = value;
                            else
                                delete message.by;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a TopRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.TopRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.TopRequest & osg.v1.TopRequest.$Shape} TopRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TopRequest.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a TopRequest message.
             * @function verify
             * @memberof osg.v1.TopRequest
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            TopRequest.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.filter != null && $Object.hasOwnProperty.call(message, "filter")) {
                    let error = $root.osg.v1.DenyQuery.verify(message.filter, _depth + 1);
                    if (error)
                        return "filter." + error;
                }
                if (message.by != null && $Object.hasOwnProperty.call(message, "by"))
                    if (!$util.isString(message.by))
                        return "by: string expected";
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                    if (!$util.isInteger(message.limit))
                        return "limit: integer expected";
                return null;
            };

            /**
             * Creates a TopRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.TopRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.TopRequest} TopRequest
             */
            TopRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.TopRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.TopRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.TopRequest();
                if (object.filter != null) {
                    if (!$util.isObject(object.filter))
                        throw $TypeError(".osg.v1.TopRequest.filter: object expected");
                    message.filter = $root.osg.v1.DenyQuery.fromObject(object.filter, _depth + 1);
                }
                if (object.by != null)
                    if (typeof object.by !== "string" || object.by.length)
                        message.by = $String(object.by);
                if (object.limit != null)
                    if ($Number(object.limit) !== 0)
                        message.limit = object.limit >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a TopRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.TopRequest
             * @static
             * @param {osg.v1.TopRequest} message TopRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TopRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.filter = null;
                    object.by = "";
                    object.limit = 0;
                }
                if (message.filter != null && $Object.hasOwnProperty.call(message, "filter"))
                    object.filter = $root.osg.v1.DenyQuery.toObject(message.filter, options, _depth + 1);
                if (message.by != null && $Object.hasOwnProperty.call(message, "by"))
                    object.by = message.by;
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit"))
                    object.limit = message.limit;
                return object;
            };

            /**
             * Converts this TopRequest to JSON.
             * @function toJSON
             * @memberof osg.v1.TopRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TopRequest.prototype.toJSON = function() {
                return TopRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TopRequest
             * @function getTypeUrl
             * @memberof osg.v1.TopRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TopRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.TopRequest";
            };

            return TopRequest;
        })();

        v1.TopReply = (function() {

            /**
             * Properties of a TopReply.
             * @typedef {Object} osg.v1.TopReply.$Properties
             * @property {Array.<osg.v1.TopReply.Row.$Properties>|null} [rows] TopReply rows
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TopReply.
             * @memberof osg.v1
             * @interface ITopReply
             * @augments osg.v1.TopReply.$Properties
             * @deprecated Use osg.v1.TopReply.$Properties instead.
             */

            /**
             * Shape of a TopReply.
             * @typedef {osg.v1.TopReply.$Properties} osg.v1.TopReply.$Shape
             */

            /**
             * Constructs a new TopReply.
             * @memberof osg.v1
             * @classdesc Represents a TopReply.
             * @constructor
             * @param {osg.v1.TopReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TopReply = function (properties) {
                this.rows = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TopReply rows.
             * @member {Array.<osg.v1.TopReply.Row.$Properties>} rows
             * @memberof osg.v1.TopReply
             * @instance
             */
            TopReply.prototype.rows = $util.emptyArray;

            /**
             * Creates a new TopReply instance using the specified properties.
             * @function create
             * @memberof osg.v1.TopReply
             * @static
             * @param {osg.v1.TopReply.$Properties=} [properties] Properties to set
             * @returns {osg.v1.TopReply} TopReply instance
             * @type {{
             *   (properties: osg.v1.TopReply.$Shape): osg.v1.TopReply & osg.v1.TopReply.$Shape;
             *   (properties?: osg.v1.TopReply.$Properties): osg.v1.TopReply;
             * }}
             */
            TopReply.create = function(properties) {
                return new TopReply(properties);
            };

            /**
             * Encodes the specified TopReply message. Does not implicitly {@link osg.v1.TopReply.verify|verify} messages.
             * @function encode
             * @memberof osg.v1.TopReply
             * @static
             * @param {osg.v1.TopReply.$Properties} message TopReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TopReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.rows != null && message.rows.length)
                    for (let i = 0; i < message.rows.length; ++i)
                        $root.osg.v1.TopReply.Row.encode(message.rows[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified TopReply message, length delimited. Does not implicitly {@link osg.v1.TopReply.verify|verify} messages.
             * @function encodeDelimited
             * @memberof osg.v1.TopReply
             * @static
             * @param {osg.v1.TopReply.$Properties} message TopReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TopReply.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a TopReply message from the specified reader or buffer.
             * @function decode
             * @memberof osg.v1.TopReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {osg.v1.TopReply & osg.v1.TopReply.$Shape} TopReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TopReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.osg.v1.TopReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.rows && message.rows.length))
                                message.rows = [];
                            message.rows.push($root.osg.v1.TopReply.Row.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a TopReply message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof osg.v1.TopReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {osg.v1.TopReply & osg.v1.TopReply.$Shape} TopReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TopReply.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a TopReply message.
             * @function verify
             * @memberof osg.v1.TopReply
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            TopReply.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.rows != null && $Object.hasOwnProperty.call(message, "rows")) {
                    if (!$Array.isArray(message.rows))
                        return "rows: array expected";
                    for (let i = 0; i < message.rows.length; ++i) {
                        let error = $root.osg.v1.TopReply.Row.verify(message.rows[i], _depth + 1);
                        if (error)
                            return "rows." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a TopReply message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof osg.v1.TopReply
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {osg.v1.TopReply} TopReply
             */
            TopReply.fromObject = function (object, _depth) {
                if (object instanceof $root.osg.v1.TopReply)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".osg.v1.TopReply: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.osg.v1.TopReply();
                if (object.rows) {
                    if (!$Array.isArray(object.rows))
                        throw $TypeError(".osg.v1.TopReply.rows: array expected");
                    message.rows = $Array(object.rows.length);
                    for (let i = 0; i < object.rows.length; ++i) {
                        if (!$util.isObject(object.rows[i]))
                            throw $TypeError(".osg.v1.TopReply.rows: object expected");
                        message.rows[i] = $root.osg.v1.TopReply.Row.fromObject(object.rows[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a TopReply message. Also converts values to other types if specified.
             * @function toObject
             * @memberof osg.v1.TopReply
             * @static
             * @param {osg.v1.TopReply} message TopReply
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            TopReply.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.rows = [];
                if (message.rows && message.rows.length) {
                    object.rows = $Array(message.rows.length);
                    for (let j = 0; j < message.rows.length; ++j)
                        object.rows[j] = $root.osg.v1.TopReply.Row.toObject(message.rows[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this TopReply to JSON.
             * @function toJSON
             * @memberof osg.v1.TopReply
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            TopReply.prototype.toJSON = function() {
                return TopReply.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for TopReply
             * @function getTypeUrl
             * @memberof osg.v1.TopReply
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            TopReply.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/osg.v1.TopReply";
            };

            TopReply.Row = (function() {

                /**
                 * Properties of a Row.
                 * @typedef {Object} osg.v1.TopReply.Row.$Properties
                 * @property {string|null} [key] Row key
                 * @property {number|null} [packets] Row packets
                 * @property {number|null} [bytes] Row bytes
                 * @property {number|null} [events] Row events
                 * @property {number|null} [lastSeenUnixUs] Row lastSeenUnixUs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Row.
                 * @memberof osg.v1.TopReply
                 * @interface IRow
                 * @augments osg.v1.TopReply.Row.$Properties
                 * @deprecated Use osg.v1.TopReply.Row.$Properties instead.
                 */

                /**
                 * Shape of a Row.
                 * @typedef {osg.v1.TopReply.Row.$Properties} osg.v1.TopReply.Row.$Shape
                 */

                /**
                 * Constructs a new Row.
                 * @memberof osg.v1.TopReply
                 * @classdesc Represents a Row.
                 * @constructor
                 * @param {osg.v1.TopReply.Row.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Row = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Row key.
                 * @member {string} key
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 */
                Row.prototype.key = "";

                /**
                 * Row packets.
                 * @member {number} packets
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 */
                Row.prototype.packets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Row bytes.
                 * @member {number} bytes
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 */
                Row.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Row events.
                 * @member {number} events
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 */
                Row.prototype.events = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Row lastSeenUnixUs.
                 * @member {number} lastSeenUnixUs
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 */
                Row.prototype.lastSeenUnixUs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * Creates a new Row instance using the specified properties.
                 * @function create
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {osg.v1.TopReply.Row.$Properties=} [properties] Properties to set
                 * @returns {osg.v1.TopReply.Row} Row instance
                 * @type {{
                 *   (properties: osg.v1.TopReply.Row.$Shape): osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape;
                 *   (properties?: osg.v1.TopReply.Row.$Properties): osg.v1.TopReply.Row;
                 * }}
                 */
                Row.create = function(properties) {
                    return new Row(properties);
                };

                /**
                 * Encodes the specified Row message. Does not implicitly {@link osg.v1.TopReply.Row.verify|verify} messages.
                 * @function encode
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {osg.v1.TopReply.Row.$Properties} message Row message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Row.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                    if (message.packets != null && $Object.hasOwnProperty.call(message, "packets") && (typeof message.packets === "object" ? message.packets.low || message.packets.high : message.packets !== 0))
                        writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.packets);
                    if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.bytes);
                    if (message.events != null && $Object.hasOwnProperty.call(message, "events") && (typeof message.events === "object" ? message.events.low || message.events.high : message.events !== 0))
                        writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.events);
                    if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs") && (typeof message.lastSeenUnixUs === "object" ? message.lastSeenUnixUs.low || message.lastSeenUnixUs.high : message.lastSeenUnixUs !== 0))
                        writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.lastSeenUnixUs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Encodes the specified Row message, length delimited. Does not implicitly {@link osg.v1.TopReply.Row.verify|verify} messages.
                 * @function encodeDelimited
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {osg.v1.TopReply.Row.$Properties} message Row message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Row.encodeDelimited = function(message, writer) {
                    return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
                };

                /**
                 * Decodes a Row message from the specified reader or buffer.
                 * @function decode
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape} Row
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Row.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.osg.v1.TopReply.Row();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.key = value;
                                else
                                    delete message.key;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.packets = value;
                                else
                                    delete message.packets;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.bytes = value;
                                else
                                    delete message.bytes;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.events = value;
                                else
                                    delete message.events;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.lastSeenUnixUs = value;
                                else
                                    delete message.lastSeenUnixUs;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                /**
                 * Decodes a Row message from the specified reader or buffer, length delimited.
                 * @function decodeDelimited
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @returns {osg.v1.TopReply.Row & osg.v1.TopReply.Row.$Shape} Row
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Row.decodeDelimited = function(reader) {
                    if (!(reader instanceof $Reader))
                        reader = new $Reader(reader);
                    return this.decode(reader, reader.size());
                };

                /**
                 * Verifies a Row message.
                 * @function verify
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {Object.<string,*>} message Plain object to verify
                 * @returns {string|null} `null` if valid, otherwise the reason why it is not
                 */
                Row.verify = function (message, _depth) {
                    if (typeof message !== "object" || message === null)
                        return "object expected";
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        return "max depth exceeded";
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        if (!$util.isString(message.key))
                            return "key: string expected";
                    if (message.packets != null && $Object.hasOwnProperty.call(message, "packets"))
                        if (!$util.isInteger(message.packets) && !(message.packets && $util.isInteger(message.packets.low) && $util.isInteger(message.packets.high)))
                            return "packets: integer|Long expected";
                    if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                        if (!$util.isInteger(message.bytes) && !(message.bytes && $util.isInteger(message.bytes.low) && $util.isInteger(message.bytes.high)))
                            return "bytes: integer|Long expected";
                    if (message.events != null && $Object.hasOwnProperty.call(message, "events"))
                        if (!$util.isInteger(message.events) && !(message.events && $util.isInteger(message.events.low) && $util.isInteger(message.events.high)))
                            return "events: integer|Long expected";
                    if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs"))
                        if (!$util.isInteger(message.lastSeenUnixUs) && !(message.lastSeenUnixUs && $util.isInteger(message.lastSeenUnixUs.low) && $util.isInteger(message.lastSeenUnixUs.high)))
                            return "lastSeenUnixUs: integer|Long expected";
                    return null;
                };

                /**
                 * Creates a Row message from a plain object. Also converts values to their respective internal types.
                 * @function fromObject
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {Object.<string,*>} object Plain object
                 * @returns {osg.v1.TopReply.Row} Row
                 */
                Row.fromObject = function (object, _depth) {
                    if (object instanceof $root.osg.v1.TopReply.Row)
                        return object;
                    if (!$util.isObject(object))
                        throw $TypeError(".osg.v1.TopReply.Row: object expected");
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let message = new $root.osg.v1.TopReply.Row();
                    if (object.key != null)
                        if (typeof object.key !== "string" || object.key.length)
                            message.key = $String(object.key);
                    if (object.packets != null)
                        if (typeof object.packets === "object" ? object.packets.low || object.packets.high : $Number(object.packets) !== 0)
                            if ($util.Long)
                                message.packets = $util.Long.fromValue(object.packets, true);
                            else if (typeof object.packets === "string")
                                message.packets = $parseInt(object.packets, 10);
                            else if (typeof object.packets === "number")
                                message.packets = object.packets;
                            else if (typeof object.packets === "object")
                                message.packets = new $util.LongBits(object.packets.low >>> 0, object.packets.high >>> 0).toNumber(true);
                    if (object.bytes != null)
                        if (typeof object.bytes === "object" ? object.bytes.low || object.bytes.high : $Number(object.bytes) !== 0)
                            if ($util.Long)
                                message.bytes = $util.Long.fromValue(object.bytes, true);
                            else if (typeof object.bytes === "string")
                                message.bytes = $parseInt(object.bytes, 10);
                            else if (typeof object.bytes === "number")
                                message.bytes = object.bytes;
                            else if (typeof object.bytes === "object")
                                message.bytes = new $util.LongBits(object.bytes.low >>> 0, object.bytes.high >>> 0).toNumber(true);
                    if (object.events != null)
                        if (typeof object.events === "object" ? object.events.low || object.events.high : $Number(object.events) !== 0)
                            if ($util.Long)
                                message.events = $util.Long.fromValue(object.events, true);
                            else if (typeof object.events === "string")
                                message.events = $parseInt(object.events, 10);
                            else if (typeof object.events === "number")
                                message.events = object.events;
                            else if (typeof object.events === "object")
                                message.events = new $util.LongBits(object.events.low >>> 0, object.events.high >>> 0).toNumber(true);
                    if (object.lastSeenUnixUs != null)
                        if (typeof object.lastSeenUnixUs === "object" ? object.lastSeenUnixUs.low || object.lastSeenUnixUs.high : $Number(object.lastSeenUnixUs) !== 0)
                            if ($util.Long)
                                message.lastSeenUnixUs = $util.Long.fromValue(object.lastSeenUnixUs, true);
                            else if (typeof object.lastSeenUnixUs === "string")
                                message.lastSeenUnixUs = $parseInt(object.lastSeenUnixUs, 10);
                            else if (typeof object.lastSeenUnixUs === "number")
                                message.lastSeenUnixUs = object.lastSeenUnixUs;
                            else if (typeof object.lastSeenUnixUs === "object")
                                message.lastSeenUnixUs = new $util.LongBits(object.lastSeenUnixUs.low >>> 0, object.lastSeenUnixUs.high >>> 0).toNumber(true);
                    return message;
                };

                /**
                 * Creates a plain object from a Row message. Also converts values to other types if specified.
                 * @function toObject
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {osg.v1.TopReply.Row} message Row
                 * @param {$protobuf.IConversionOptions} [options] Conversion options
                 * @returns {Object.<string,*>} Plain object
                 */
                Row.toObject = function (message, options, _depth) {
                    if (!options)
                        options = {};
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    let object = {};
                    if (options.defaults) {
                        object.key = "";
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, true);
                            object.packets = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.packets = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, true);
                            object.bytes = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.bytes = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, true);
                            object.events = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.events = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                        if ($util.Long) {
                            let long = new $util.Long(0, 0, true);
                            object.lastSeenUnixUs = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                        } else
                            object.lastSeenUnixUs = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    }
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                        object.key = message.key;
                    if (message.packets != null && $Object.hasOwnProperty.call(message, "packets"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.packets = typeof message.packets === "number" ? $BigInt(message.packets) : $util.Long.fromBits(message.packets.low >>> 0, message.packets.high >>> 0, true).toBigInt();
                        else if (typeof message.packets === "number")
                            object.packets = options.longs === $String ? $String(message.packets) : message.packets;
                        else
                            object.packets = options.longs === $String ? $util.Long.prototype.toString.call(message.packets) : options.longs === $Number ? new $util.LongBits(message.packets.low >>> 0, message.packets.high >>> 0).toNumber(true) : message.packets;
                    if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.bytes = typeof message.bytes === "number" ? $BigInt(message.bytes) : $util.Long.fromBits(message.bytes.low >>> 0, message.bytes.high >>> 0, true).toBigInt();
                        else if (typeof message.bytes === "number")
                            object.bytes = options.longs === $String ? $String(message.bytes) : message.bytes;
                        else
                            object.bytes = options.longs === $String ? $util.Long.prototype.toString.call(message.bytes) : options.longs === $Number ? new $util.LongBits(message.bytes.low >>> 0, message.bytes.high >>> 0).toNumber(true) : message.bytes;
                    if (message.events != null && $Object.hasOwnProperty.call(message, "events"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.events = typeof message.events === "number" ? $BigInt(message.events) : $util.Long.fromBits(message.events.low >>> 0, message.events.high >>> 0, true).toBigInt();
                        else if (typeof message.events === "number")
                            object.events = options.longs === $String ? $String(message.events) : message.events;
                        else
                            object.events = options.longs === $String ? $util.Long.prototype.toString.call(message.events) : options.longs === $Number ? new $util.LongBits(message.events.low >>> 0, message.events.high >>> 0).toNumber(true) : message.events;
                    if (message.lastSeenUnixUs != null && $Object.hasOwnProperty.call(message, "lastSeenUnixUs"))
                        if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                            object.lastSeenUnixUs = typeof message.lastSeenUnixUs === "number" ? $BigInt(message.lastSeenUnixUs) : $util.Long.fromBits(message.lastSeenUnixUs.low >>> 0, message.lastSeenUnixUs.high >>> 0, true).toBigInt();
                        else if (typeof message.lastSeenUnixUs === "number")
                            object.lastSeenUnixUs = options.longs === $String ? $String(message.lastSeenUnixUs) : message.lastSeenUnixUs;
                        else
                            object.lastSeenUnixUs = options.longs === $String ? $util.Long.prototype.toString.call(message.lastSeenUnixUs) : options.longs === $Number ? new $util.LongBits(message.lastSeenUnixUs.low >>> 0, message.lastSeenUnixUs.high >>> 0).toNumber(true) : message.lastSeenUnixUs;
                    return object;
                };

                /**
                 * Converts this Row to JSON.
                 * @function toJSON
                 * @memberof osg.v1.TopReply.Row
                 * @instance
                 * @returns {Object.<string,*>} JSON object
                 */
                Row.prototype.toJSON = function() {
                    return Row.toObject(this, $protobuf.util.toJSONOptions);
                };

                /**
                 * Gets the type url for Row
                 * @function getTypeUrl
                 * @memberof osg.v1.TopReply.Row
                 * @static
                 * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
                 * @returns {string} The type url
                 */
                Row.getTypeUrl = function(prefix) {
                    if (prefix === $undefined)
                        prefix = "type.googleapis.com";
                    return prefix + "/osg.v1.TopReply.Row";
                };

                return Row;
            })();

            return TopReply;
        })();

        return v1;
    })();

    return osg;
})();

export {
  $root as default
};
