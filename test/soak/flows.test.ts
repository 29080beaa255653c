/** The long forms of the tests of flows: 10 million reused ports under collection (F31), and every attack over UDP too. */
import '../netns/conntrack.test.js';
import '../netns/tools.test.js';
