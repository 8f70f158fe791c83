/**
 * A recipe from outside, as somebody else would write it: the highest bits teach those that were
 * worst. Start reading at {@link com.example.recipe.WorstFirstProvider}.
 */
package com.example.recipe;
