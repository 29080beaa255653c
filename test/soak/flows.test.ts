/**
 * The long forms of the tests of flows and packets: 10 million reused ports under collection (F31), every attack of firewall6 over UDP
 * too, two minutes of DNS queries and of short connections (F110), each capture by itself, random headers by other seeds and in greater number.
 */
import '../netns/captures.test.js';
import '../netns/conntrack.test.js';
import '../netns/flow-floods.test.js';
import '../netns/tools.test.js';
import '../netns/tools-scapy.test.js';
import '../netns/tools-trafgen.test.js';
