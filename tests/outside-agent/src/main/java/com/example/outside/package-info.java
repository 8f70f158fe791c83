/**
 * An agent from outside, as somebody else would write it: scores that are linear in the
 * observation, learned by policy gradient. Start reading at {@link
 * com.example.outside.LinearProvider}.
 */
package com.example.outside;
