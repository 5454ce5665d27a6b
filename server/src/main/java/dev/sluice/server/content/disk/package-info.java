/**
 * Content on a local disk: a folder for each product, a file for each digest. Bytes are on the disk
 * before anybody is told so, and a file has its final name only once it is whole and verified.
 */
@NullMarked
package dev.sluice.server.content.disk;

import org.jspecify.annotations.NullMarked;
